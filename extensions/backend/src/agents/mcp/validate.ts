import * as z from 'zod'
import { CfWorkerJsonSchemaValidator } from './sdk.ts'

/**
 * Arguments for a tool that brings its own JSON schema, checked against it. Interpreted, never compiled: the schema is another's.
 * One that cannot be read checks nothing; the server does.
 */
export const schemaInput = (schema: Record<string, unknown>): z.ZodType<Record<string, unknown>> => {
  const validate = validatorFor(schema)
  return z.record(z.string(), z.unknown()).superRefine((value, context) => {
    const checked = validate?.(value)
    if (checked && !checked.valid) context.addIssue({ code: 'custom', message: checked.errorMessage })
  })
}

const validatorFor = (schema: Record<string, unknown>) => {
  try {
    return new CfWorkerJsonSchemaValidator().getValidator<Record<string, unknown>>(schema)
  } catch {
    return undefined // its server knows what it means
  }
}
