/** The focused element, through all shadow roots. */
export const focused = (): HTMLElement | undefined => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element instanceof HTMLElement && element !== document.body ? element : undefined
}

/** Whether keys belong to a field that is being typed in. */
export const isTyping = (): boolean => {
  const element = focused()
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(element.type)) ||
    element?.isContentEditable === true
  )
}
