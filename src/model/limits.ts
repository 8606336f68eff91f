/*
 * The limits for text from outside. Where GitLab has a limit for the same thing, it is the measure. Text over a limit
 * is shown as plain text, or cut.
 */

/** The most characters of each part of an error in a response that are read. GitLab's own are one or two sentences. */
export const longestErrorPart = 1_000;

/** The most parts of an error in a response, such as fields that aren't valid. An issue has fewer fields. */
export const mostErrorParts = 100;

/** How deep the parts of an error can be nested. GitLab nests them twice. */
export const deepestErrorPart = 4;

/** The most characters of a server's message that are shown. They fit into two lines of a notification. */
export const longestServerMessage = 200;

/** The most characters of a web page that are searched for signs of a sign-in page. Its title is at the start. */
export const longestPageStart = 65_536;

/** The most characters of a header that are read. Node limits all headers of a response to 16 kB, Chromium to 256 kB. */
export const longestHeader = 65_536;

/** The most characters of a line in the log. A stack of ten lines has about 1,000. */
export const longestLogLine = 10_000;

/** The most characters of a token in any encoding. A JSON web token has about 1,000. */
export const longestSecret = 4_096;

/** The most characters of a query. nginx reads a request line of 8 kB, and encoding makes a query about twice as long. */
export const longestQuery = 4_096;

/** The most characters of an error that the issue page reports to the log. */
export const longestPageError = 500;

/** The most errors of one issue page in the log. A page that draws often may fail often. */
export const mostPageErrors = 20;

/** The most characters of a name or a line of a message. GitLab's titles have 255. VS Code cuts notifications at 1,000. */
export const longestName = 1_000;
