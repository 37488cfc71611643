/** Plain CSS under one class: no colour and no font of the page is touched. */
export const styles = `
.sse-devtools {
  --text: light-dark(#1f2328, #e6edf3);
  --muted: light-dark(#57606a, #9da7b3);
  --back: light-dark(#ffffff, #161b22);
  --line: light-dark(#d0d7de, #3d444d);
  --good: light-dark(#1a7f37, #57d364);
  --busy: light-dark(#8a5a00, #e3b341);
  --bad: light-dark(#cf222e, #ff8d87);
  color-scheme: light dark;
  color: var(--text);
  background: var(--back);
  border: 1px solid var(--line);
  border-radius: 6px;
  font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  text-align: left;
  overflow: auto;
}
.sse-devtools[data-theme='light'] { color-scheme: light; }
.sse-devtools[data-theme='dark'] { color-scheme: dark; }
.sse-devtools header { display: flex; gap: 12px; align-items: center; padding: 6px 10px; border-bottom: 1px solid var(--line); }
.sse-devtools h2 { font: inherit; font-weight: 700; margin: 0; flex: 1; }
.sse-devtools button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 4px; padding: 1px 8px; cursor: pointer; }
.sse-devtools table { font: inherit; color: inherit; border-collapse: collapse; width: 100%; }
.sse-devtools th, .sse-devtools td { padding: 3px 10px; font-weight: 400; text-align: left; white-space: nowrap; }
.sse-devtools thead th { color: var(--muted); }
.sse-devtools td.sse-url { width: 100%; max-width: 0; overflow: hidden; text-overflow: ellipsis; }
.sse-devtools td.sse-number, .sse-devtools th.sse-number { text-align: right; font-variant-numeric: tabular-nums; }
.sse-devtools [data-tone='good'] { color: var(--good); }
.sse-devtools [data-tone='busy'] { color: var(--busy); }
.sse-devtools [data-tone='bad'] { color: var(--bad); }
.sse-devtools [data-tone='calm'] { color: var(--muted); }
.sse-devtools p, .sse-devtools ol { margin: 0; padding: 3px 10px; }
.sse-devtools ol { list-style: none; max-height: 160px; overflow: auto; }
.sse-devtools li { display: flex; gap: 10px; }
.sse-devtools time, .sse-devtools .sse-muted { color: var(--muted); }
.sse-devtools li code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: inherit; }
.sse-devtools svg { display: block; width: calc(100% - 20px); height: 28px; margin: 4px 10px; }
.sse-devtools rect { fill: currentColor; }
`;
