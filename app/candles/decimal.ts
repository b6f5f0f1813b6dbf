/** Why a text is no exact decimal: no number at all, or more digits after the point than there is room for. */
export type DecimalProblem = 'notNumber' | 'tooManyDigits';

const longestText = 60;
const longestExponent = 60;
const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

const exactInDouble = 15;
const powers = Array.from({ length: exactInDouble + 1 }, (_, exponent) => 10 ** exponent);
const largePowers = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return largePowers[exponent] ?? 10n ** BigInt(exponent);
}

/** Short texts without sign and exponent, several times faster: up to 15 digits, a double holds the integer exactly. */
function parseShort(text: string, digits: number): bigint | null {
  let value = 0;
  let point = -1;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0 && i > 0) point = i;
    else return null;
  }
  const zeros = point < 0 ? digits : digits - (text.length - point - 1);
  if (zeros < 0 || point === text.length - 1) return null;
  const power = text.length + zeros <= exactInDouble ? powers[zeros] : undefined;
  return power === undefined ? BigInt(value) * powerOfTen(zeros) : BigInt(value * power);
}

/**
 * The exact value of a decimal text in units of 10^-digits: "1.5" with 8 digits is 150000000n. Exponents are understood
 * ("6.14e-05"), zeros past the last digit too; nothing is ever rounded.
 */
export function parseDecimal(text: string, digits: number): bigint | DecimalProblem {
  if (text.length > longestText) return 'notNumber';
  const short = text.length > 0 && text.length <= exactInDouble ? parseShort(text, digits) : null;
  if (short !== null) return short;
  const match = decimal.exec(text);
  if (match === null) return 'notNumber';
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > longestExponent) return 'notNumber';
  const shift = digits - fraction.length + exponent;
  let units = BigInt(whole + fraction);
  if (shift >= 0) units *= powerOfTen(shift);
  else {
    const divisor = powerOfTen(-shift);
    if (units % divisor !== 0n) return 'tooManyDigits';
    units /= divisor;
  }
  return sign === '-' ? -units : units;
}
