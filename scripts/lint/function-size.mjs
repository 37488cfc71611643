// @ts-check
// The linter's rule for the length of functions, in lines of code: without comments and blank lines. A factory may be
// long by the functions inside of it, so a function is measured twice: without their bodies, and as a whole.

const isCode = (/** @type {string} */ line) => !/^\s*(?:$|\/\/|\/?\*)/.test(line);

/** @typedef {{ loc: { start: { line: number }, end: { line: number } } }} Node */
/** @typedef {{ options: unknown[], sourceCode: { lines: string[] }, report: (problem: { node: Node, message: string }) => void }} Context */

export default {
  meta: { name: 'functions' },
  rules: {
    size: {
      meta: {
        schema: [{ type: 'object', properties: { own: { type: 'number' }, whole: { type: 'number' } } }],
      },
      create(/** @type {Context} */ context) {
        const [{ own, whole }] = /** @type {[{ own: number, whole: number }]} */ (context.options);
        const { lines } = context.sourceCode;
        /** For each function around the present place: how many lines the functions inside of it have. */
        const inner = [0];
        const enter = () => void inner.push(0);
        const leave = (/** @type {Node} */ node) => {
          const { start, end } = node.loc;
          const all = lines.slice(start.line - 1, end.line).filter(isCode).length;
          const without = all - (inner.pop() ?? 0);
          // The line on which a function begins counts for the function around it.
          inner.push((inner.pop() ?? 0) + all - 1);
          if (without > own)
            context.report({ node, message: `This function has ${without} lines, over ${own}.` });
          else if (all > whole)
            context.report({
              node,
              message: `This function has ${all} lines with those inside of it, over ${whole}.`,
            });
        };
        return {
          FunctionDeclaration: enter,
          FunctionExpression: enter,
          ArrowFunctionExpression: enter,
          'FunctionDeclaration:exit': leave,
          'FunctionExpression:exit': leave,
          'ArrowFunctionExpression:exit': leave,
        };
      },
    },
  },
};
