// A CommonJS package: imported by name from a module of its own, since a bundle gives `import()` only its default.
export { find, read } from 'cfb'
