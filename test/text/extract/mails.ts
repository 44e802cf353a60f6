import * as made from './made.ts'

type Part = { type: string; disposition?: string; content: string | Uint8Array }

/** A mail in parts; `headers` stand as they are. */
export const mailOf = (headers: string, parts: readonly Part[], boundary = 'outer'): string => {
  const written = parts.map(({ type, disposition, content }) => {
    const isMail = type.startsWith('message/')
    const encoded = isMail ? String(content) : Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')
    return [
      `--${boundary}`,
      `Content-Type: ${type}`,
      ...(disposition ? [`Content-Disposition: ${disposition}`] : []),
      ...(isMail ? [] : ['Content-Transfer-Encoding: base64']),
      '',
      encoded,
    ].join('\r\n')
  })
  const head = `${headers.trim()}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n`
  return `${head.replaceAll('\n', '\r\n')}\r\n${written.join('\r\n')}\r\n--${boundary}--\r\n`
}

const picture = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex')

/** A mail with a PDF, a Word file under an encoded name, a picture, a protected file, and a mail that has a table. */
export const forwarded = async (): Promise<Buffer> =>
  Buffer.from(
    mailOf(
      'From: office@harbour.example\nTo: crew@harbour.example\nSubject: Papers for the season\nDate: Tue, 04 Jun 2024 09:15:00 +0200',
      [
        { type: 'text/plain; charset=utf-8', content: 'All papers are attached.' },
        {
          type: 'application/pdf',
          disposition: 'attachment; filename="C:\\\\scans\\\\tides.pdf"',
          content: made.pdfOf('High water at noon', 'Low water at six'),
        },
        {
          type: 'application/octet-stream',
          disposition: "attachment; filename*0*=utf-8''Lotsen%20%28gr; filename*1*=%C3%BCn%29.docx",
          content: await made.docx(),
        },
        { type: 'image/png; name="logo.png"', disposition: 'inline; filename="logo.png"', content: picture },
        {
          type: 'message/rfc822',
          content: mailOf(
            'From: pier@harbour.example\nSubject: =?utf-8?q?Kr=C3=A4ne?=',
            [
              { type: 'text/plain', content: 'The northern crane was tested.' },
              {
                type: 'text/csv; name="=?utf-8?q?Kr=C3=A4ne=2Ecsv?="',
                disposition: 'attachment',
                content: 'crane,load\nNorth,5 t\nSouth,8 t\n',
              },
            ],
            'inner',
          ),
        },
      ],
    ),
  )
