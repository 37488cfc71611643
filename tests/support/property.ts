import fc from 'fast-check';

// The same cases in every run: a suite that fails by chance says nothing about the change that it is run for.
// `PROPERTY_SEED=random npm run test:unit` looks for new ones, and prints the seed of a failure.
const seed = typeof process === 'object' ? process.env['PROPERTY_SEED'] : undefined;
fc.configureGlobal(seed === 'random' ? {} : { seed: Number(seed ?? 1) });

export { fc };
