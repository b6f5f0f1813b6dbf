/** Longer runs of hexadecimal digits may be a key as well as a hash: nobody can tell, so the middle is left out. */
const longHex = /(0x)?([0-9a-fA-F]{6})[0-9a-fA-F]{52,}([0-9a-fA-F]{4})/g;
/** Endpoints carry keys in their paths, queries and names. */
const url = /\b([a-z][a-z0-9+.-]{0,15}):\/\/(?:[^\s"'/@]*@)?([^\s"'/?#]+)[^\s"']*/gi;

/** Text for other people's eyes: endpoints by their host, long hexadecimal cut, folders of this machine by what they are. */
export function withoutSecrets(text: string, folders: ReadonlyMap<string, string>): string {
  let plain = text.replace(url, '$1://$2').replace(longHex, '$1$2…$3');
  for (const [path, name] of [...folders].sort(([a], [b]) => b.length - a.length))
    if (path.length > 1) plain = plain.replaceAll(path, name);
  return plain;
}
