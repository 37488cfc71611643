// @ts-check
// `npm run reference`: writes docs/reference.md from the types and their comments, and the names of all formats into
// README.md from docs/formats.md. A test compares both.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));
const target = `${root}docs/reference.md`;

/**
 * What goes where. An export that is not named here is told at the end of its room's chapter, else under "Other names".
 */
const chapters = {
  useEventSource: ['useEventSource', 'UseEventSourceOptions', 'UseEventSourceResult', 'Share', 'Resumed'],
  useSseStream: [
    'useSseStream',
    'UseSseStreamOptions',
    'UseSseStreamResult',
    'WhenBusy',
    'RunTiming',
    'EventLike',
  ],
  useTextBlocks: [
    'useTextBlocks',
    'TextBlocksOptions',
    'TextBlocks',
    'useSmoothText',
    'UseSmoothTextOptions',
    'useAnnouncements',
    'UseAnnouncementsOptions',
    'Announcement',
    'AnnouncementWords',
  ],
  SseProvider: ['SseProvider', 'SseProviderProps', 'SseDebug', 'SseDebugEvent', 'SseDebugDetail'],
  'Retry, timeout, throttle': ['Retry', 'RetryOptions', 'TimeoutOptions', 'Throttle'],
  'Messages and decoders': ['SseMessage', 'EventsOption', 'MessageOf', 'Decoder', 'json', 'StandardSchema'],
  'Status and errors': [
    ...['ConnectionStatus', 'RunStatus', 'ReadyState', 'CONNECTING', 'OPEN', 'CLOSED'],
    ...['SseError', 'SseErrorKind', 'SseErrorDetails'],
  ],
  Answers: [
    ...['Answer', 'Part', 'TextPart', 'ToolCall', 'ToolCallPart', 'ToolResultPart', 'ApprovalPart'],
    ...['SourcePart', 'FilePart', 'DataPart', 'parsePartialJson', 'partialObject', 'DeepPartial'],
  ],
  Formats: [
    ...['plainText', 'PlainTextOptions', 'jsonText', 'JsonTextPick', 'openaiChat', 'OpenaiChatOptions'],
    ...['openaiResponses', 'anthropic', 'gemini', 'GeminiOptions', 'geminiPartialArgs', 'GeminiPartialArg'],
    ...['uiMessageStream', 'agUi', 'cohere', 'ollama', 'dify', 'coze', 'dashscope', 'DashscopeOptions'],
    ...['langGraph', 'replicate', 'tgi', 'geminiInteractions', 'mistralConversations', 'openaiAssistants'],
    ...['openaiTranscription', 'aiSdkDataStream', 'mastra', 'watsonx', 'a2a', 'langServe'],
    ...['splitThink', 'SplitThinkOptions'],
    ...['OpenaiChatInput', 'OpenaiResponsesItem', 'AnthropicInput', 'GeminiInput'],
    ...['Format', 'Change', 'Delta', 'Channel', 'PartKey', 'AnswerError'],
  ],
  'Answers that survive': [
    ...['byLocation', 'openaiResponsesResume', 'geminiInteractionsResume', 'langGraphResume'],
    ...['aiSdkResume', 'AiSdkResumeOptions', 'durableStreamsResume'],
    ...['createResume', 'Resume', 'ResumeOptions', 'ResumeStorage'],
    ...['ResumeProtocol', 'ResumePoint', 'ResumeRequest'],
  ],
  Transports: [
    ...['eventSource', 'EventSourceOptions', 'fetchEventSource', 'FetchEventSourceOptions'],
    ...['Resolvable', 'HeadersOption', 'BodyOption', 'RequestOptions'],
    ...['Transport', 'SseRequest', 'SseSink', 'FetchLike', 'EventSourceLike', 'EventSourceConstructor'],
  ],
  'In a Worker': [
    ...[
      'workerTransport',
      'WorkerTransportOptions',
      'WorkerPort',
      'servePort',
      'ServePortOptions',
      'PortLike',
    ],
  ],
  'Without React': [
    ...['createConnection', 'ConnectionOptions', 'Connection', 'ConnectionSnapshot'],
    ...['createRun', 'RunOptions', 'Run', 'RunSnapshot', 'createTextBlocks'],
    ...['messages', 'MessagesOptions', 'encodeMessage', 'EncodableMessage', 'useSnapshot', 'Readable'],
  ],
  Devtools: [
    ...['SseDevtools', 'SseDevtoolsProps', 'createDevtoolsLog', 'DevtoolsLog', 'DevtoolsLogOptions'],
    ...['DevtoolsConnection', 'DevtoolsMessage', 'DevtoolsPhase', 'DevtoolsSecond'],
  ],
  Testing: ['createTestServer', 'TestServer', 'TestRequest', 'TestStream', 'TestMessage', 'TestFailure'],
};

/** The chapter of a room of src/. @type {Record<string, keyof typeof chapters>} */
const chapterOf = {
  answer: 'Answers',
  devtools: 'Devtools',
  formats: 'Formats',
  resume: 'Answers that survive',
  testing: 'Testing',
  transports: 'Transports',
  worker: 'In a Worker',
};

const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
/** The package's entries, and their sources. */
const entries = Object.entries(options.paths ?? {}).map(([entry, [file = '']]) => ({
  entry,
  file: root + file.replace('./', ''),
}));
const program = ts.createProgram(
  entries.map(({ file }) => file),
  { ...options, types: [] },
);
const checker = program.getTypeChecker();

/** Every export with the first entry that has it. @type {Map<string, { symbol: ts.Symbol, entry: string }>} */
const names = new Map();
for (const { entry, file } of entries) {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} exports nothing`);
  for (const exported of checker.getExportsOfModule(module)) {
    const { name, flags } = exported;
    const symbol = flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!names.has(name)) names.set(name, { symbol, entry });
  }
}

const oneLine = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();
const cell = (/** @type {string} */ text) => oneLine(text).replaceAll('|', '\\|');
const code = (/** @type {string} */ text) => (text ? `\`${text}\`` : '');

/** @param {readonly ts.SymbolDisplayPart[] | undefined} parts */
const prose = (parts) =>
  ts.displayPartsToString([...(parts ?? [])]).replace(/\{@link\s+([^}]+?)\s*\}/g, (_, name) => code(name));

/** @param {ts.Symbol} symbol @param {string} tag */
const tagOf = (symbol, tag) => {
  const found = symbol.getJsDocTags(checker).find(({ name }) => name === tag);
  return found && prose(found.text);
};

/** What stands for a value is shown as code. @param {ts.Symbol} symbol */
function defaultOf(symbol) {
  const value = tagOf(symbol, 'default') ?? '';
  return /^(true|false|Infinity|\d+|'[^']*'|\[.*\]|\w+\(\))$/.test(value) ? code(value) : value;
}

/** A declared type as it is written. @param {ts.TypeNode} node @param {boolean} optional */
const written = (node, optional) =>
  oneLine(node.getText())
    .replace(/^\| /, '')
    .replace(optional ? / \| undefined$/ : '', '')
    .replace(/^\((.*)\)$/, (all, inner) => (/^\(.*\) => /.test(inner) ? inner : all));

/** @param {ts.Symbol} property */
function typeOf(property) {
  const [declaration, another] = property.declarations ?? [];
  if (declaration && !another) {
    if (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) {
      if (declaration.type) return written(declaration.type, !!declaration.questionToken);
    }
    if (ts.isMethodSignature(declaration)) {
      const parameters = declaration.parameters.map((parameter) => parameter.getText()).join(', ');
      return `(${oneLine(parameters)}) => ${declaration.type?.getText() ?? 'void'}`;
    }
  }
  return checker.typeToString(
    checker.getTypeOfSymbol(property),
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType,
  );
}

/** @param {readonly string[][]} rows @param {readonly string[]} head */
function table(rows, head) {
  const used = head.map((_, column) => column < 2 || rows.some((row) => row[column]));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells
      .filter((_, i) => used[i])
      .map(cell)
      .join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What belongs to the platform is said in one line. @param {ts.Symbol} property */
const isPlatforms = ({ declarations }) =>
  declarations?.[0]?.getSourceFile().fileName.includes('/typescript/lib/') ?? false;

/** @param {ts.Type} type @param {string} name */
function members(type, name) {
  const all = checker.getPropertiesOfType(type).filter(({ name }) => !name.startsWith('_'));
  const own = all.filter((property) => !isPlatforms(property) || property.name === 'cause');
  const rest = all.filter((property) => !own.includes(property));
  if (!own.length) return '';
  const isAllOptional = /(Options|Props)$/.test(name);
  const rows = own.map((property) => [
    code(property.name + (isAllOptional || !(property.flags & ts.SymbolFlags.Optional) ? '' : '?')),
    code(typeOf(property)),
    defaultOf(property),
    prose(property.getDocumentationComment(checker)),
  ]);
  const fromError = rest.some(({ name }) => name === 'stack');
  const inherited = rest.map(({ name }) => code(name)).join(', ');
  return [
    table(rows, ['name', 'type', 'default', 'meaning']),
    inherited && `${fromError ? 'As in every `Error`' : 'And the rest of `RequestInit`'}: ${inherited}.`,
  ].join('\n\n');
}

/** @param {ts.Symbol} symbol @param {string} name */
function signature(symbol, name) {
  const [call] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const declaration = call?.getDeclaration();
  if (!call || !declaration) return '';
  const generic = declaration.typeParameters?.map((each) => each.getText()).join(', ');
  const parameters = declaration.parameters.map((parameter) => {
    const { name: binding, type, initializer } = parameter;
    const called = ts.isIdentifier(binding) ? binding.text : /^[A-Z]/.test(name) ? 'props' : 'options';
    return `${called}${(initializer ?? parameter.questionToken) ? '?' : ''}: ${type?.getText() ?? 'unknown'}`;
  });
  const returns = declaration.type?.getText() ?? checker.typeToString(call.getReturnType());
  return `function ${name}${generic ? `<${generic}>` : ''}(${parameters.join(', ')}): ${returns};`;
}

const fence = (/** @type {string} */ text, language = 'ts') =>
  text.trim() && `\`\`\`${language}\n${text.trim()}\n\`\`\``;

/** @param {string} name @param {string} chapter */
function describe(name, chapter) {
  const found = names.get(name);
  if (!found) throw new Error(`scripts/reference.mjs names "${name}", which is not exported`);
  const { symbol, entry } = found;
  const [declaration] = symbol.declarations ?? [];
  const isValue = !!(symbol.flags & ts.SymbolFlags.Value);
  const isClass = !!(symbol.flags & ts.SymbolFlags.Class);
  const type = isValue && !isClass ? undefined : checker.getDeclaredTypeOfSymbol(symbol);
  const isAlias = declaration && ts.isTypeAliasDeclaration(declaration) && !/(Result|Snapshot)$/.test(name);
  const rows = type && !isAlias ? members(type, name) : '';
  const parameters = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'param');
  return [
    name !== chapter && `### ${name}`,
    prose(symbol.getDocumentationComment(checker)),
    signature(symbol, name) && fence(signature(symbol, name)),
    isAlias && fence(declaration.getText().replace(/^export /, '')),
    parameters.map(({ text }) => `- ${prose(text).replace(/^(\w+)\s*-?\s*/, '`$1`: ')}`).join('\n'),
    fence(tagOf(symbol, 'example') ?? '', 'tsx'),
    rows,
    entry !== entries[0]?.entry && `From \`${entry}\`.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The text of docs/reference.md. */
export async function createReference() {
  const named = new Set(Object.values(chapters).flat());
  /** @type {Record<string, string[]>} */
  const all = { ...chapters };
  for (const [name, { symbol }] of names) {
    if (named.has(name)) continue;
    const room = symbol.declarations?.[0]?.getSourceFile().fileName.replace(`${root}src/`, '').split('/')[0];
    const title = chapterOf[room ?? ''] ?? 'Other names';
    all[title] = [...(all[title] ?? []), name];
  }
  const text = [
    '<!-- Written by `npm run reference` from the types and their comments: change those. -->',
    '# Reference',
    ...Object.entries(all).flatMap(([title, list]) => [
      `## ${title}`,
      ...list.map((name) => describe(name, title)),
    ]),
  ].join('\n\n');
  return prettier.format(text, { ...(await prettier.resolveConfig(target)), parser: 'markdown' });
}

export const readReference = () => readFileSync(target, 'utf8');

const readme = `${root}README.md`;
export const readReadme = () => readFileSync(readme, 'utf8');

/** The text of README.md, with the formats in the order of docs/formats.md. */
export function createReadme() {
  const rows = readFileSync(`${root}docs/formats.md`, 'utf8').matchAll(/^\|[^|]*\| `(\w+)\(/gm);
  const names = [...rows].map(([, name = '']) => name).filter((name) => !/^(plain|json)Text$/.test(name));
  const formats = names.map(code).join(', ');
  return readReadme().replace(/(?<=<!-- formats -->\n\n).*(?=\n\n<!-- \/formats -->)/s, `${formats}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, await createReference());
  writeFileSync(readme, createReadme());
}
