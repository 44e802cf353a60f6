const ooxml = 'application/vnd.openxmlformats-officedocument'
const odf = 'application/vnd.oasis.opendocument'

/**
 * What AIOS reads: for each format its media types, each with the extensions that stand for it. The first media type is
 * what a document of this format gets whose name says something else.
 */
const table = {
  pdf: { 'application/pdf': 'pdf' },
  docx: { [`${ooxml}.wordprocessingml.document`]: 'docx docm dotx dotm' },
  pptx: { [`${ooxml}.presentationml.presentation`]: 'pptx pptm ppsx ppsm potx potm' },
  xlsx: { [`${ooxml}.spreadsheetml.sheet`]: 'xlsx xlsm xltx xltm' },
  odt: { [`${odf}.text`]: 'odt ott' },
  ods: { [`${odf}.spreadsheet`]: 'ods ots' },
  odp: { [`${odf}.presentation`]: 'odp otp' },
  rtf: { 'application/rtf': 'rtf' },
  epub: { 'application/epub+zip': 'epub' },
  html: { 'text/html': 'html htm', 'application/xhtml+xml': 'xhtml xht' },
  markdown: { 'text/markdown': 'md markdown mdown mkd mdx' },
  csv: { 'text/csv': 'csv', 'text/tab-separated-values': 'tsv tab' },
  json: { 'application/json': 'json geojson webmanifest', 'application/jsonl': 'jsonl ndjson' },
  notebook: { 'application/x-ipynb+json': 'ipynb' },
  mail: { 'message/rfc822': 'eml mht mhtml' },
  plain: { 'text/plain': 'txt text log rst adoc asciidoc org ini cfg conf properties env srt', 'text/vtt': 'vtt' },
  code: {
    'text/x-source':
      'asm s f f90 f95 for pas ada v sv vhd vhdl proto thrift graphql gql tf hcl cmake gradle bzl nix diff patch',
    'text/javascript': 'js mjs cjs jsx',
    'text/x-typescript': 'ts mts cts tsx',
    'text/x-python': 'py pyi pyw',
    'text/x-c': 'c h',
    'text/x-c++': 'cc cpp cxx hh hpp hxx ino cu',
    'text/x-objective-c': 'm mm',
    'text/x-csharp': 'cs csx',
    'text/x-fsharp': 'fs fsx fsi',
    'text/x-visual-basic': 'vb bas vbs',
    'text/x-java': 'java',
    'text/x-kotlin': 'kt kts',
    'text/x-scala': 'scala sc',
    'text/x-groovy': 'groovy',
    'text/x-clojure': 'clj cljs cljc edn',
    'text/x-lisp': 'lisp lsp el scm rkt',
    'text/x-go': 'go',
    'text/x-rust': 'rs',
    'text/x-zig': 'zig',
    'text/x-swift': 'swift',
    'text/x-dart': 'dart',
    'text/x-ruby': 'rb rake gemspec',
    'text/x-php': 'php phtml',
    'text/x-perl': 'pl pm',
    'text/x-lua': 'lua',
    'text/x-r': 'r rmd',
    'text/x-julia': 'jl',
    'text/x-haskell': 'hs lhs',
    'text/x-ocaml': 'ml mli',
    'text/x-erlang': 'erl hrl',
    'text/x-elixir': 'ex exs',
    'text/x-shellscript': 'sh bash zsh fish',
    'text/x-powershell': 'ps1 psm1 psd1',
    'text/x-batch': 'bat cmd',
    'text/x-vue': 'vue',
    'text/x-svelte': 'svelte',
    'text/x-tex': 'tex latex sty cls bib',
    'text/css': 'css scss sass less',
    'application/sql': 'sql',
    'application/xml': 'xml xsd xsl xslt wsdl plist rss atom',
    'application/yaml': 'yaml yml',
    'application/toml': 'toml',
  },
} satisfies Record<string, Record<string, string>>

export type FormatName = keyof typeof table

type Known = { format: FormatName; mediaType: string }

const byExtension: ReadonlyMap<string, Known> = new Map(
  Object.entries(table).flatMap(([format, types]) =>
    Object.entries(types).flatMap(([mediaType, extensions]) =>
      extensions.split(' ').map((extension) => [extension, { format: format as FormatName, mediaType }] as const),
    ),
  ),
)

/** Lower case, without the dot; empty where a name has none. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** The format that a file's name promises; its bytes decide. */
export const formatNamed = (name: string): FormatName | undefined => byExtension.get(extensionOf(name))?.format

/** The media type of a file by its name; undefined for names that AIOS does not know. */
export const mediaTypeNamed = (name: string): string | undefined => byExtension.get(extensionOf(name))?.mediaType

/** The media type of a document that was read as `format`. */
export const mediaTypeOf = (format: FormatName, name: string): string => {
  const named = byExtension.get(extensionOf(name))
  return named?.format === format ? named.mediaType : (Object.keys(table[format])[0] as string)
}

/** All media types of some formats. */
export const mediaTypesOf = (...formats: FormatName[]): string[] =>
  formats.flatMap((format) => Object.keys(table[format]))

/** The extensions that stand for a media type, the most usual first. */
export const extensionsOf = (mediaType: string): string[] =>
  [...byExtension].filter(([, known]) => known.mediaType === mediaType).map(([extension]) => extension)

/** Every extension that AIOS reads. */
export const extensions: readonly string[] = [...byExtension.keys()]
