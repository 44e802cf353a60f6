import { isPacked } from '../runtime.ts'

/** Vite's origin, as the development script gives it; never in a release. */
export const developmentOrigins = (): string[] => {
  const origin = process.env.AIOS_DEV_ORIGIN
  return origin && !isPacked ? [origin] : []
}
