/** The major version of React that the project runs on. */
export const expectedReact: string = (import.meta.env['EXPECT_REACT'] as string | undefined) ?? '19';
