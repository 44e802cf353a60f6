import { css, html } from 'lit'
import { text } from '../strings/index.ts'

const isApple = /mac|iphone|ipad/i.test(navigator.platform)
/** What Ctrl is called on this machine. */
const control = isApple ? '⌘' : 'Ctrl'

const { keys } = text
const list: { name: string; keys: [string[], string][] }[] = [
  {
    name: keys.groups.everywhere,
    keys: [
      [[control, 'K'], keys.palette],
      [[control, '1 … 5'], keys.screens],
      [[control, 'N'], keys.newQuestion],
      [['Alt', 'N'], keys.newQuestionInBrowser],
      [[control, 'F'], keys.search],
      [['?'], keys.list],
    ],
  },
  {
    name: keys.groups.ask,
    keys: [
      [['Enter'], keys.send],
      [['Shift', 'Enter'], keys.newLine],
      [['@'], keys.pickDocuments],
      [['/'], keys.pickAgent],
    ],
  },
  {
    name: keys.groups.reading,
    keys: [
      [['[', ']'], keys.citation],
      [['+', '-', '0'], keys.zoom],
      [['Esc'], keys.closePanel],
    ],
  },
  {
    name: keys.groups.approvals,
    keys: [
      [['O'], keys.allowOnce],
      [['A'], keys.allowAlways],
      [['D'], keys.deny],
      [['↑', '↓'], keys.otherApproval],
    ],
  },
  {
    name: keys.groups.lists,
    keys: [
      [['↑', '↓'], keys.move],
      [['Enter'], keys.open],
      [['Space'], keys.select],
    ],
  },
]

/** All keys there are, in groups, under a heading of level 3 or 4. */
export const keysList = (level: 3 | 4 = 3) => html`
  ${list.map(
    (group) => html`
      <section class="keys">
        ${level === 3 ? html`<h3 class="name">${group.name}</h3>` : html`<h4 class="name">${group.name}</h4>`}
        <dl>
          ${group.keys.map(
            ([combination, does]) => html`
              <div>
                <dt>${does}</dt>
                <dd>${combination.map((key) => html`<kbd>${key}</kbd> `)}</dd>
              </div>
            `,
          )}
        </dl>
      </section>
    `,
  )}
`

export const keysStyles = css`
  section.keys {
    padding: 0;
  }

  .keys + .keys {
    margin-block-start: var(--size-4);
  }

  .keys .name {
    margin-block-end: var(--size-1);
    color: var(--text-2);
    font-size: var(--text-xs);
    font-weight: var(--font-weight-6);
  }

  .keys dl > div {
    display: flex;
    gap: var(--size-3);
    justify-content: space-between;
    padding-block: var(--size-1);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  .keys dd {
    flex: none;
  }
`
