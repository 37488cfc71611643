/** Cuts a text into pieces of about a token: the pieces joined are the text. Emoji sequences come apart, as they do from a real model. */
export function tokenise(text: string): string[] {
  return text.match(/ ?\p{Script=Latin}{1,8}| ?\d{1,3}|\n+| +|[\s\S]/gu) ?? [];
}
