/**
 * How the page could slide out of its window, in a line each: the document, its body and the app are as large as the window
 * and nothing scrolls them, and what is placed absolutely goes along with what scrolls it. Run in the page, so it stands alone.
 */
export const slides = (): string[] => {
  const found: string[] = []
  const app = document.querySelector('aios-app') as HTMLElement
  const { innerWidth, innerHeight } = window
  for (const element of [document.documentElement, document.body, app]) {
    const name = element.localName
    const { scrollWidth, scrollHeight } = element
    if (scrollHeight > innerHeight) found.push(`${name} is ${scrollHeight} pixels high in a window of ${innerHeight}`)
    if (scrollWidth > innerWidth) found.push(`${name} is ${scrollWidth} pixels wide in a window of ${innerWidth}`)
    const { scrollTop, scrollLeft } = element
    if (scrollTop !== 0 || scrollLeft !== 0) found.push(`${name} was scrolled to ${scrollLeft}, ${scrollTop}`)
    element.scrollTo({ top: 1e6, left: 1e6, behavior: 'instant' })
    if (element.scrollTop !== 0 || element.scrollLeft !== 0) found.push(`${name} can be scrolled`)
    element.scrollTo({ top: 0, left: 0, behavior: 'instant' })
  }
  const { top, bottom } = app.getBoundingClientRect()
  if (top !== 0 || bottom !== innerHeight) found.push(`the app stands from ${top} to ${bottom}`)

  const parentOf = (element: Element): Element | null => {
    if (element.assignedSlot) return element.assignedSlot
    const { parentNode } = element
    return parentNode instanceof ShadowRoot ? parentNode.host : element.parentElement
  }
  const isLoose = (element: Element): boolean => {
    for (let at = parentOf(element); at; at = parentOf(at)) {
      const { position, overflowX, overflowY } = getComputedStyle(at)
      if (position !== 'static') return false
      if (/auto|scroll|hidden/.test(overflowX + overflowY)) return true
    }
    return true
  }
  const below = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? below(each.shadowRoot) : [])])
  for (const element of below(document)) {
    if (getComputedStyle(element).position !== 'absolute' || element.matches(':modal') || !isLoose(element)) continue
    const host = (element.getRootNode() as ShadowRoot).host?.localName
    found.push(`${host}: ${element.localName}.${element.className} does not go along with what scrolls it`)
  }
  return found
}
