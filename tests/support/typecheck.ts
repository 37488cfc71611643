import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What TypeScript says about files that exist only here, as if they lay in `tests/types/`: messages with their line. */
export function typecheck(
  files: Readonly<Record<string, string>>,
): Record<string, [line: number, message: string][]> {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${root}tests/types/${name}`, text]));
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const program = ts.createProgram([...texts.keys()], { ...options, types: [] }, host);
  return Object.fromEntries(
    Object.keys(files).map((name) => {
      const file = program.getSourceFile(`${root}tests/types/${name}`)!;
      const said = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [
        name,
        said.map(({ start = 0, messageText }) => [
          file.getLineAndCharacterOfPosition(start).line,
          ts.flattenDiagnosticMessageText(messageText, '\n'),
        ]),
      ];
    }),
  );
}
