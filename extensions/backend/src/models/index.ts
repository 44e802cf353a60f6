// All that needs the AI SDK stands behind this file, which is bundled by itself and loaded with the first use of a model.
export { connect } from './connect.ts'
