import { useEffect, useState } from 'preact/hooks';

const DARK = '(prefers-color-scheme: dark)';

export type ColorScheme = 'light' | 'dark';

/** What the system asks for; what is drawn and not styled is drawn anew when it changes. */
export function useColorScheme(): ColorScheme {
  const [scheme, setScheme] = useState<ColorScheme>(current);
  useEffect(() => {
    const query = matchMedia(DARK);
    const onChange = (): void => setScheme(current());
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);
  return scheme;
}

function current(): ColorScheme {
  return matchMedia(DARK).matches ? 'dark' : 'light';
}
