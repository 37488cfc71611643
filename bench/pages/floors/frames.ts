/** Calls `write` at most once a frame, after the last `request` at the latest when `flush` is called. */
export function eachFrame(write: () => void): { request: () => void; flush: () => void } {
  let asked = false;
  const flush = (): void => {
    if (!asked) return;
    asked = false;
    write();
  };
  return {
    request() {
      if (!asked) requestAnimationFrame(flush);
      asked = true;
    },
    flush,
  };
}

/** A new text node on the page. */
export function addText(parent: HTMLElement, className = 'out'): Text {
  const element = document.createElement('div');
  element.className = className;
  return parent.appendChild(element).appendChild(document.createTextNode(''));
}
