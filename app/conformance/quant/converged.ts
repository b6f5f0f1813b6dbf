import { ExpectedError } from '../../domain/errors.ts';

/** @throws ExpectedError FIT_NOT_CONVERGED: parameters that a search left half-way are no estimate */
export function requireConverged<F extends { readonly converged: boolean }>(fit: F): F {
  if (fit.converged) return fit;
  throw new ExpectedError('FIT_NOT_CONVERGED', 'the fit did not converge', {
    advice: 'Give more values, leave out filled gaps, or fit a simpler model.',
  });
}
