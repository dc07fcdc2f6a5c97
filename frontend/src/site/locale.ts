// How dates and numbers are written: the server's English is British, 1 March and not March 1.

export const localeOf = (language: string): string => (language === "en" ? "en-GB" : language);
