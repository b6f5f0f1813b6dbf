/** At least a quarter more: enough to change what a person is looking at. */
export function clearlyBetter(net: bigint, than: bigint): boolean {
  return net * 4n >= than * 5n;
}
