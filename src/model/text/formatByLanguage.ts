/**
 * Returns a function that creates a format only once for each language. A browser takes longer to create a format than
 * to use it a hundred times, and an issue page shows thousands of times.
 */
export function formatByLanguage<Format>(
  create: (language: string | undefined) => Format,
): (language: string | undefined) => Format {
  const formats = new Map<string | undefined, Format>();
  return (language) => {
    const format = formats.get(language) ?? create(language);
    formats.set(language, format);
    return format;
  };
}
