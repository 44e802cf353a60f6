/**
 * What npm printed, without addresses of registries: these can name a company's own. Plain JavaScript, because the
 * bootstrap runs under any Node.
 *
 * @param {string} text
 * @returns {string}
 */
export const withoutHosts = (text) =>
  text
    .replace(/https?:\/\/[^\s"']*\/([^\s/"']*)/g, 'the registry ($1)')
    .replace(/https?:\/\/[^\s"']+/g, 'the registry')
    .replace(/(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT) [^\s,]+/g, '$1')
    .replace(/^.*\b(address|host|hostname|port): .*\n/gm, '')
