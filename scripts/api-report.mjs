// @ts-check
// `npm run api`: compares the public surface of each built entry with its golden file in etc/, and fails where they
// differ. `npm run api:update` writes the golden files: their diff is what a review looks at.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('../', import.meta.url));
const update = process.argv.includes('--update');
const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** @param {string} types the entry's declarations */
function report(types) {
  const name = types.replace(/^.*\/|\.d\.ts$/g, '');
  const config = ExtractorConfig.prepare({
    configObjectFullPath: `${root}api-extractor.json`,
    packageJsonFullPath: `${root}package.json`,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: `${root}${types}`,
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: `${root}etc`,
        reportTempFolder: `${root}.cache/api`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            module: 'ESNext',
            moduleResolution: 'Bundler',
            lib: ['ES2023', 'DOM'],
            skipLibCheck: true,
            types: [],
          },
        },
      },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
  const { apiReportChanged, succeeded } = Extractor.invoke(config, {
    localBuild: update,
    messageCallback(message) {
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (!apiReportChanged) return succeeded;
  console.log(
    `etc/${name}.api.md ${update ? 'written' : 'differs: run `npm run api:update` and commit its change'}`,
  );
  return update;
}

const entries = Object.values(exports).flatMap((entry) => (entry.types ? [entry.types.slice(2)] : []));
const results = entries.map(report);
process.exitCode = results.every(Boolean) ? 0 : 1;
