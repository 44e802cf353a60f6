import { css, html } from 'lit'

type Choice<T> = {
  legend: string
  name: string
  options: readonly (readonly [value: T, words: string])[]
  value: T
  onChoose: (value: T) => void
}

/** One of a few, all of them to be seen, in a row. */
export const choice = <T extends string | number>({ legend, name, options, value, onChoose }: Choice<T>) => html`
  <fieldset class="choice">
    <legend>${legend}</legend>
    ${options.map(
      ([option, words]) => html`
        <label>
          <input
            type="radio"
            name=${name}
            value=${option}
            .checked=${option === value}
            @change=${() => onChoose(option)}
          />
          ${words}
        </label>
      `,
    )}
  </fieldset>
`

export const choiceStyles = css`
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2) var(--size-5);
    margin: 0;
    padding: 0;
    border: 0;
  }

  .choice legend {
    margin-block-end: var(--size-1);
    padding: 0;
    color: var(--text-2);
    font-size: var(--text-s);
  }

  .choice label {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    min-block-size: var(--control-s);
    cursor: pointer;
  }

  .choice input {
    inline-size: var(--size-3);
    block-size: var(--size-3);
    margin: 0;
    accent-color: var(--accent);
  }
`
