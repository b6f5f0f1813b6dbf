import { useEffect, useState } from 'react';

/** A pointer that only passes asks for nothing. */
const restMs = 120;

/** The value as it is after it was the same for a moment. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
