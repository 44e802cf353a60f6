import { textNode, XmlElement } from '../xml.ts'
import { showNumber } from './number-format.ts'

/** Points that are read of one series. */
const mostPoints = 5000

/** A chart of DrawingML as its title and the table behind it, by the values that are stored with it. */
export const chartTable = (part: XmlElement | undefined): XmlElement[] => {
  const chart = part?.find('chart')
  if (!chart) return []
  const title = [...(chart.find('title')?.all('t') ?? [])].map(({ text }) => text).join('')
  const series = [...(chart.find('plotArea')?.all('ser') ?? [])].map((each) => ({
    name: [...(each.find('tx')?.all('v') ?? [])][0]?.text ?? '',
    categories: pointsOf(each.find('cat') ?? each.find('xVal')),
    values: pointsOf(each.find('val') ?? each.find('yVal')),
  }))
  const categories = series[0]?.categories ?? []
  const length = Math.min(Math.max(0, ...series.map(({ values }) => values.length)), mostPoints)
  const rows = Array.from({ length }, (_, at) => [
    categories[at] ?? '',
    ...series.map(({ values }) => values[at] ?? ''),
  ])
  const table = [['', ...series.map(({ name }) => name)], ...rows]
  return [...(title ? [new XmlElement('P', [textNode(title)])] : []), ...(rows.length > 0 ? [tableOf(table)] : [])]
}

const pointsOf = (list: XmlElement | undefined): string[] => {
  const points: string[] = []
  const numbers = list?.find('numRef', 'numCache') ?? list?.find('numLit')
  const pattern = numbers?.find('formatCode')?.text ?? 'General'
  for (const point of list?.all('pt') ?? []) {
    const at = Number(point.getAttribute('idx'))
    const value = point.find('v')?.text ?? ''
    const isNumber = numbers !== undefined && value.trim() !== '' && Number.isFinite(Number(value))
    if (at >= 0 && at < mostPoints) points[at] = isNumber ? showNumber(pattern, Number(value)) : value
  }
  return Array.from(points, (value) => value ?? '')
}

const tableOf = (rows: readonly (readonly string[])[]) =>
  new XmlElement(
    'TABLE',
    rows.map(
      (row, at) =>
        new XmlElement(
          'TR',
          row.map((cell) => new XmlElement(at === 0 ? 'TH' : 'TD', [textNode(cell)])),
        ),
    ),
  )
