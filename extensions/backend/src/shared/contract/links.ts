import * as z from 'zod'

export const openLink = z.object({
  url: z
    .string()
    .max(8000)
    .refine(
      (value) => ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? ''),
      'starts with https:// or http://',
    )
    .describe('Address of a web page'),
})
