/** Most characters that are kept. */
const LIMIT = 65_536;

const BLANK_LINES = ['\n\n', '\r\n\r\n', '\r\r'];
/** JSON, a page, or the field `error:`. [spec] Any other line that is no field is ignored. */
const BEGINNING = /^\s*(?:[{[<]|error:)/;
const FIELDS = ['data', 'event', 'id', 'retry'];

/** A line that an event stream may hold, or the beginning of one that was cut off. */
const belongs = (line: string, isCut: boolean): boolean =>
  line === '' ||
  /^(?:data|event|id|retry)?(?::|$)/.test(line) ||
  (isCut && FIELDS.some((field) => field.startsWith(line)));

/** What was no event stream. */
export interface StrayText {
  readonly text: string;
  readonly isAfterMessages: boolean;
}

/**
 * Text that a server sent under `text/event-stream` and that is no event stream: a bare JSON error, or llama.cpp's
 * field `error:`. Only what came after the last message counts.
 */
export function createStrayText(): {
  add(text: string, hasMessage: boolean): void;
  read(): StrayText | undefined;
} {
  let pieces: string[] = [];
  let size = 0;
  let isAfterMessages = false;
  return {
    /** `hasMessage`: a message ended in this text. */
    add(text, hasMessage) {
      if (hasMessage) {
        const end = Math.max(...BLANK_LINES.map((blank) => text.lastIndexOf(blank)));
        text = text.slice(end < 0 ? text.search(/[\r\n]/) : end);
        pieces = [];
        size = 0;
        isAfterMessages = true;
      }
      if (size >= LIMIT) return;
      pieces.push(text);
      size += text.length;
    },
    read() {
      const lines = pieces
        .join('')
        .slice(0, LIMIT)
        .split(/\r\n|\n|\r/);
      const kept = lines.filter((line, index) => !belongs(line, index === lines.length - 1));
      const from = kept.findIndex((line) => BEGINNING.test(line));
      const text =
        from < 0
          ? ''
          : kept
              .slice(from)
              .join('\n')
              .replace(/^error: ?/, '')
              .trim();
      return text ? { text, isAfterMessages } : undefined;
    },
  };
}
