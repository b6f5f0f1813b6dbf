/** Why a text is no exact decimal: no number at all, or more digits after the point than there is room for. */
export type DecimalProblem = 'notNumber' | 'tooManyDigits';

const longestText = 60;
const longestExponent = 60;
const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

function isDigits(text: string, from: number): boolean {
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return text.length > from;
}

function integerOf(digits: string): bigint {
  // 15 digits are exact in a double, which is several times faster than reading a BigInt from text.
  return digits.length <= 15 ? BigInt(Number(digits)) : BigInt(digits);
}

/**
 * The exact value of a decimal text in units of 10^-digits: "1.5" with 8 digits is 150000000n. Exponents are understood
 * ("6.14e-05"), zeros past the last digit too; nothing is ever rounded.
 */
export function parseDecimal(text: string, digits: number): bigint | DecimalProblem {
  if (text.length > longestText) return 'notNumber';
  const point = text.indexOf('.');
  if (point > 0 && text.length - point - 1 <= digits) {
    const joined = text.slice(0, point) + text.slice(point + 1);
    const zeros = digits - (text.length - point - 1);
    if (point < text.length - 1 && isDigits(joined, 0)) return integerOf(joined + '0'.repeat(zeros));
  }
  const match = decimal.exec(text);
  if (match === null) return 'notNumber';
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > longestExponent) return 'notNumber';
  const shift = digits - fraction.length + exponent;
  let units = BigInt(whole + fraction);
  if (shift >= 0) units *= 10n ** BigInt(shift);
  else {
    const divisor = 10n ** BigInt(-shift);
    if (units % divisor !== 0n) return 'tooManyDigits';
    units /= divisor;
  }
  return sign === '-' ? -units : units;
}
