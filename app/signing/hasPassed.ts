/** Whether a plan's deadline, in Unix seconds, has passed: nothing is signed then, for real or on paper. */
export function hasPassed(deadlineS: number, nowMs: number): boolean {
  return deadlineS * 1000 < nowMs;
}
