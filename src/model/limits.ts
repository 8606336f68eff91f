/*
 * The limits for text from outside. Where GitLab has a limit for the same thing, it is the measure. Text over a limit
 * is shown as plain text, or cut.
 */

/**
 * The maximum number of characters in each part of an error in a response that are read. GitLab's own are one or two
 * sentences.
 */
export const longestErrorPart = 1_000;

/**
 * The maximum number of parts in an error in a response, on all levels together, such as invalid fields. An issue has
 * fewer fields.
 */
export const mostErrorParts = 100;

/** How deep the parts of an error can be nested. GitLab nests them twice. */
export const deepestErrorPart = 4;

/** The maximum number of characters in a server's message that are shown. They fit into two lines of a notification. */
export const longestServerMessage = 200;

/**
 * The maximum number of characters in a web page that are searched for signs of a sign-in page. Its title is at the
 * start.
 */
export const longestPageStart = 65_536;

/**
 * The maximum number of characters in a header that are read. Node limits all headers of a response to 16 kB, Chromium
 * to 256 kB.
 */
export const longestHeader = 65_536;

/** The maximum number of characters in a line in the log. A stack of ten lines has about 1,000. */
export const longestLogLine = 10_000;

/** The maximum number of characters in a token in any encoding. A JSON web token has about 1,000. */
export const longestSecret = 4_096;

/** The maximum number of bytes in a response. A page of 100 issues with the longest descriptions fits. */
export const longestAnswer = 20 * 1024 * 1024;

/**
 * The maximum number of characters in a description, as in GitLab.
 * https://docs.gitlab.com/administration/instance_limits/
 */
export const longestDescription = 1_048_576;

/**
 * The maximum number of characters of code or other text that is quoted in a new issue. A page with more is slow to
 * read.
 */
export const longestQuote = 100_000;

/** The maximum number of characters in a comment, as in GitLab. */
export const longestNote = 1_000_000;

/** The maximum number of characters in an issue's title, as in GitLab. https://docs.gitlab.com/api/issues/#new-issue */
export const longestTitle = 255;

/** The maximum number of characters in a URL in a text or in a message of the issue page. */
export const longestUrl = 10_000;

/**
 * The maximum number of characters in a name in a text or in a message of the issue page, as for most names in GitLab.
 */
export const longestNameOnPage = 255;

/** The maximum number of references that the issue page requests in one message. */
export const mostReferences = 200;

/** The maximum number of characters in the name of a saved query. A workspace can contain the setting. */
export const longestQueryName = 100;

/**
 * The maximum number of characters in a query. nginx reads a request line of 8 kB, and encoding makes a query about
 * twice as long.
 */
export const longestQuery = 4_096;

/** The maximum number of characters in an error that the issue page reports to the log. */
export const longestPageError = 500;

/** The maximum number of errors of one issue page in the log. A page that draws often may fail often. */
export const mostPageErrors = 20;

/**
 * The maximum number of characters in a name or a line of a message. GitLab's names have 255. VS Code cuts
 * notifications at 1,000.
 */
export const longestName = 1_000;

/**
 * The maximum number of entries in a list of names on the issue page, such as labels, people, or linked issues. GitLab
 * allows 200
 * assignees (`MAX_NUMBER_OF_ASSIGNEES_OR_REVIEWERS`), and 100 labels and links (`MAX_LINKS_COUNT`).
 */
export const mostEntries = 200;

/** The maximum number of characters in a section of a text, such as a long table. */
export const longestSection = 65_536;

/**
 * The maximum number of blocks in a text, counted as `blockLimit` does, that are shown as Markdown. They are parsed in
 * 0.1 s.
 */
export const mostBlocks = 50_000;

/**
 * The maximum number of lines in a text that is shown as Markdown. They are parsed in 0.1 s, even if they are empty.
 */
export const mostLines = 300_000;

/** The maximum number of characters in a paragraph, because a browser lays out its words together. A log has more. */
export const longestParagraph = 10_000;

/** How often the direction of the letters of a section can change. A browser lays out 5,000 parts in 0.1 s. */
export const mostTurns = 5_000;

/**
 * How often a block can change to characters that may be in another font. An emoji counts four times. A browser lays out
 * 1,500 of them in 0.1 s.
 */
export const mostFontChanges = 1_500;

/** The maximum number of elements in a section. They are laid out in 0.1 s. */
export const mostElements = 8_000;

/**
 * The maximum number of emoji in a section. GitLab replaces up to 1,000 of each kind of item in a text
 * (`FILTER_ITEM_LIMIT`).
 */
export const mostEmoji = 500;

/** How deep elements can be nested. Browsers stop at 512, and their layout is recursive. */
export const deepestElement = 64;

/** How deep tables, annotations, and details can be nested. Browsers lay them out several times at each level. */
export const deepestLayout = 8;

/** The maximum number of characters in a table in JSON. A section contains it. */
export const longestJsonTable = 60_000;

/** The maximum number of cells in a table in JSON, with one more in each row and column. A row is an element, too. */
export const mostTableCells = 4_000;

/** How deep JSON in a text can be nested, as in GitLab (`Gitlab::Json.safe_parse`). */
export const deepestJson = 32;

/** The milliseconds of work for one text. GitLab stops each of its filters after 2 s (`RENDER_TIMEOUT`). */
export const longestRendering = 2_000;

/**
 * The maximum number of characters of code that are highlighted. Some languages take 0.1 s then, and four times that
 * for twice.
 */
export const longestHighlight = 10_000;

/**
 * The maximum number of characters in a line of code that is highlighted, because the time is quadratic in the length
 * of a word.
 */
export const longestCodeLine = 1_000;

/** The maximum number of characters in a formula that is drawn, as in GitLab (`MAX_MATH_CHARS`). */
export const longestFormula = 1_000;

/** The maximum number of formulas in a section that are drawn, as in GitLab (`RENDER_NODES_LIMIT`). */
export const mostFormulas = 50;

/** The maximum number of characters in a diagram that is drawn without a click, as in GitLab (`MAX_CHAR_LIMIT`). */
export const longestDiagram = 2_000;

/** The most `&` of such a diagram, as in GitLab (`MAX_CHAINING_OF_LINKS_LIMIT`). They multiply its lines. */
export const mostChainedLinks = 30;

/** The maximum number of characters of plain text in an element, so that the browser lays out only the visible ones. */
export const longestPlainPart = 2_048;
