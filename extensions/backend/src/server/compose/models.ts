import { modelService } from '../../services/models/connected-models.ts'
import { doctorService } from '../../services/models/doctor/doctor.ts'
import { openSystemKeys } from '../../services/models/keyring.ts'
import { keyService } from '../../services/models/keys.ts'
import { providerService } from '../../services/models/providers.ts'
import { usageService } from '../../services/models/usage.ts'
import { keyFile } from '../../storage/setup/key-file.ts'
import { providerStore } from '../../storage/setup/providers.ts'
import { usageStore } from '../../storage/setup/usage.ts'
import type { Foundation } from '../foundation.ts'

/** Model servers, their keys, and what models took. */
export const openModels = ({ dataDir, db, log }: Foundation) => {
  const keys = keyService({ file: keyFile(dataDir), openKeyring: () => openSystemKeys(log), log })
  const providers = providerService({ store: providerStore(db), keys })
  const usage = usageService({ store: usageStore(db) })
  return { keys, providers, usage, models: modelService({ providers, usage }), doctor: doctorService({ providers }) }
}
export type Models = ReturnType<typeof openModels>
