import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../strings/index.ts'
import { type Api, ApiError, errorOf } from './client.ts'

/**
 * Sends one file into a workspace. `path` is the name it is to have, with folders and `/` between them.
 * XMLHttpRequest, because fetch does not tell how much has been sent. @throws {@link ApiError}
 */
export const upload = async (
  api: Api,
  { workspaceId, file, path }: { workspaceId: string; file: File; path: string },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sent: number) => void },
): Promise<Document[]> => {
  const { url, token } = await api.endpoint()
  const body = new FormData()
  body.append('modified', new Date(file.lastModified).toISOString())
  body.append('file', file, path)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${url}/api/workspaces/${workspaceId}/documents`)
    request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', async () => {
      const answer = new Response(request.responseText, { status: request.status })
      if (answer.ok) resolve(JSON.parse(request.responseText) as Document[])
      else reject(await errorOf(answer))
    })
    request.addEventListener('error', () => reject(new ApiError('offline', text.status.disconnected, 0)))
    request.addEventListener('abort', () => reject(new ApiError('aborted', text.error.stopped, 0)))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  })
}
