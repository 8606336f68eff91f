/**
 * Our own texts with GitLab's rendering of them. The HTML has the form of GitLab 18's response to `POST
 * /api/v4/markdown` with `gfm` in a project, as documented in https://docs.gitlab.com/user/markdown/ and in the
 * snapshots of GitLab's Markdown specification (`glfm_specification/` in gitlab-org/gitlab). It omits source
 * positions, `rel`, and `target`.
 */
export interface GitLabExample {
  readonly name: string;
  readonly source: string;
  readonly html: string;
  /** The reason for an intended difference in the page's rendering. */
  readonly wanted?: string;
}

const project = '/group/app';
const secret = '0123456789abcdef0123456789abcdef';
const gfm = (type: string, href: string, text: string, title = ''): string =>
  `<a href="${href}" data-reference-type="${type}" data-link="false" title="${title}" class="gfm gfm-${type} has-tooltip">${text}</a>`;
const code = (language: string, lines: string): string =>
  `<div class="gl-relative markdown-code-block js-markdown-code"><pre lang="${language}" class="code highlight js-syntax-highlight language-${language}"${language === 'plaintext' ? '' : ` data-canonical-lang="${language}"`} v-pre="true"><code><span id="LC1" class="line" lang="${language}">${lines}</span></code></pre><copy-code></copy-code></div>`;
const task = (box: string, text: string, kind = ''): string =>
  `<li class="task-list-item${kind}"><task-button></task-button><input type="checkbox" class="task-list-item-checkbox" ${box} disabled> ${text}</li>`;
const heading = (level: number, id: string, text: string): string =>
  `<h${level} id="user-content-${id}" dir="auto">${text}<a href="#${id}" aria-label="Link to heading" class="anchor"></a></h${level}>`;
const picture = (href: string, alt: string): string =>
  `<a class="no-attachment-icon" href="${href}" target="_blank"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="${alt}" class="lazy" data-src="${href}"></a>`;
const media = (kind: string, href: string, title: string): string =>
  `<span class="media-container ${kind}-container"><${kind} src="${href}" controls="true" data-title="${title}"></${kind}><a href="${href}" title="Download '${title}'">${title}</a></span>`;
const label = (name: string, color: string): string => {
  const [scope = '', value] = name.split('::');
  const scoped = value === undefined ? '' : `<span class="gl-label-text-scoped">${value}</span>`;
  return `<span class="gl-label${value === undefined ? '' : ' gl-label-scoped'}" style="--label-background-color: ${color}"><a href="${project}/-/issues?label_name=${name}" data-reference-type="label" class="gfm gfm-label has-tooltip gl-link gl-label-link"><span class="gl-label-text">${scope}</span>${scoped}</a></span>`;
};

export const gitLabExamples: readonly GitLabExample[] = [
  // CommonMark
  {
    name: 'emphasis',
    source: '*a* __b__ ~~c~~ `d`',
    html: '<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>',
  },
  { name: 'a soft line break', source: 'one\ntwo', html: '<p>one\ntwo</p>' },
  { name: 'a hard line break', source: 'one\\\ntwo  \nthree', html: '<p>one<br>two<br>three</p>' },
  {
    name: 'a numbered list',
    source: '7. a\n8. b\n   - c',
    html: '<ol start="7"><li>a</li><li>b<ul><li>c</li></ul></li></ol>',
  },
  { name: 'a loose list', source: '- a\n\n- b', html: '<ul><li><p>a</p></li><li><p>b</p></li></ul>' },
  {
    name: 'headings',
    source: '# One two\n\n### Three\n\nFour\n----',
    html: `${heading(1, 'one-two', 'One two')}${heading(3, 'three', 'Three')}${heading(2, 'four', 'Four')}`,
  },
  {
    name: 'a link',
    source: '[GitLab](https://about.gitlab.com/a?b=c&d)',
    html: '<p><a href="https://about.gitlab.com/a?b=c&amp;d">GitLab</a></p>',
  },
  {
    name: 'autolinks',
    source: 'https://example.com/a(b)., <https://example.org> and a.b@example.com',
    html: '<p><a href="https://example.com/a(b)">https://example.com/a(b)</a>., <a href="https://example.org">https://example.org</a> and <a href="mailto:a.b@example.com">a.b@example.com</a></p>',
  },
  {
    name: 'HTML',
    source:
      'H<sub>2</sub>O <kbd>Ctrl</kbd> <mark>m</mark> <abbr title="t">a</abbr> <q>q</q> <samp>s</samp> <var>v</var> <span dir="rtl">ר</span>',
    html: '<p>H<sub>2</sub>O <kbd>Ctrl</kbd> <mark>m</mark> <abbr title="t">a</abbr> <q>q</q> <samp>s</samp> <var>v</var> <span dir="rtl">ר</span></p>',
  },
  {
    name: 'ruby and time',
    source: '<ruby>漢<rt>k</rt></ruby> <time datetime="20:00">20:00</time>',
    html: '<p><ruby>漢<rt>k</rt></ruby> <time datetime="20:00">20:00</time></p>',
  },
  { name: 'a comment', source: 'a <!-- b --> c', html: '<p>a  c</p>' },
  {
    name: 'a definition list in HTML',
    source: '<dl><dt>a</dt><dd>b</dd>\n<dd>\n\n*c*\n\n</dd></dl>',
    html: '<dl><dt>a</dt><dd>b</dd><dd><p><em>c</em></p></dd></dl>',
  },
  {
    name: 'a figure',
    source: '<figure>\n\ntext\n\n<figcaption>caption</figcaption></figure>',
    html: '<figure><p>text</p><figcaption>caption</figcaption></figure>',
  },
  // GitLab's extensions
  {
    name: 'a description list',
    source: 'Fruit\n: apple\n: pear',
    html: '<dl><dt>Fruit</dt><dd>apple</dd><dd>pear</dd></dl>',
  },
  {
    name: 'a table',
    source: '| a | b | c |\n|:--|:-:|--:|\n| `1\\|2` | **3** | ~~4~~ |',
    html: '<table><thead><tr><th align="left">a</th><th align="center">b</th><th align="right">c</th></tr></thead><tbody><tr><td align="left"><code>1|2</code></td><td align="center"><strong>3</strong></td><td align="right"><del>4</del></td></tr></tbody></table>',
  },
  {
    name: 'a table with a list in a cell',
    source: '| a |\n|---|\n| x <ul><li>1</li><li>2</li></ul> y<br>z |',
    html: '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>x <ul><li>1</li><li>2</li></ul> y<br>z</td></tr></tbody></table>',
  },
  {
    name: 'tasks',
    source: '- [ ] open\n- [x] done\n- [X] done too\n- [~] not needed',
    html: `<ul class="task-list">${task('', 'open')}${task('checked', 'done')}${task('checked', 'done too')}${task('data-inapplicable', '<s>not needed</s>', ' inapplicable')}</ul>`,
  },
  {
    name: 'tasks in a numbered list, nested',
    source: '1. [x] a\n   - [ ] b',
    html: `<ol class="task-list">${task('checked', `a<ul class="task-list">${task('', 'b')}</ul>`)}</ol>`,
  },
  {
    name: 'a task with two paragraphs',
    source: '- [~] a\n\n  b',
    html: '<ul class="task-list"><li class="task-list-item inapplicable"><p><task-button></task-button><input type="checkbox" class="task-list-item-checkbox" data-inapplicable disabled> <s>a</s></p><p>b</p></li></ul>',
  },
  { name: 'brackets that are no task', source: '- [y] a\n- []b', html: '<ul><li>[y] a</li><li>[]b</li></ul>' },
  {
    name: 'a footnote',
    source: 'a[^x] b[^2]\n\n[^x]: one\n[^2]: two',
    html: '<p>a<sup class="footnote-ref"><a href="#fn-x-1" id="fnref-x-1" data-footnote-ref>1</a></sup> b<sup class="footnote-ref"><a href="#fn-2-1" id="fnref-2-1" data-footnote-ref>2</a></sup></p><section data-footnotes class="footnotes"><ol><li id="fn-x-1"><p>one <a href="#fnref-x-1" data-footnote-backref aria-label="Back to reference 1" class="footnote-backref"><gl-emoji data-name="leftwards_arrow_with_hook">↩</gl-emoji></a></p></li><li id="fn-2-1"><p>two <a href="#fnref-2-1" data-footnote-backref aria-label="Back to reference 2" class="footnote-backref"><gl-emoji data-name="leftwards_arrow_with_hook">↩</gl-emoji></a></p></li></ol></section>',
  },
  { name: 'a footnote that doesn’t exist', source: 'a[^nope]', html: '<p>a[^nope]</p>' },
  { name: 'a quote', source: '> a\n>\n> b', html: '<blockquote><p>a</p><p>b</p></blockquote>' },
  {
    name: 'a quote of many lines',
    source: '>>>\na\n\n- b\n>>>',
    html: '<blockquote><p>a</p><ul><li>b</li></ul></blockquote>',
  },
  {
    name: 'an alert',
    source: '> [!warning]\n> Take *care*',
    html: '<div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title">Warning</p><p>Take <em>care</em></p></div>',
  },
  {
    name: 'an alert with a title',
    source: '> [!note] Mind this\n> text',
    html: '<div class="markdown-alert markdown-alert-note"><p class="markdown-alert-title">Mind this</p><p>text</p></div>',
  },
  {
    name: 'an alert of many lines',
    source: '>>> [!tip]\na\n\nb\n>>>',
    html: '<div class="markdown-alert markdown-alert-tip"><p class="markdown-alert-title">Tip</p><p>a</p><p>b</p></div>',
  },
  { name: 'an alert of no kind', source: '> [!nothing]\n> a', html: '<blockquote><p>[!nothing]\na</p></blockquote>' },
  {
    name: 'details',
    source: '<details><summary>a <b>b</b></summary>\n\n1. c\n\n</details>',
    html: '<details><summary>a <b>b</b></summary><ol><li>c</li></ol></details>',
  },
  {
    name: 'code in a language',
    source: '```ruby\nputs 1\n```',
    html: code('ruby', '<span class="nb">puts</span> <span class="mi">1</span>'),
  },
  { name: 'code in an unknown language', source: '~~~nolang\n<a>\n~~~', html: code('nolang', '&lt;a&gt;') },
  { name: 'code in no language', source: '    a\n      b', html: code('plaintext', 'a\n  b') },
  {
    name: 'front matter',
    source: '---\ntitle: a\n---\n\nText',
    html: `${code('yaml', '<span class="na">title</span><span class="pi">:</span> <span class="s">a</span>')}<p>Text</p>`,
  },
  {
    name: 'what is no front matter',
    source: 'Text\n\n---\ntitle: a\n---',
    html: `<p>Text</p><hr>${heading(2, 'title-a', 'title: a')}`,
  },
  {
    name: 'a formula in a line',
    source: 'a $`x^2`$ and $y$ for $20,000',
    html: '<p>a <code data-math-style="inline" class="code math js-render-math">x^2</code> and <code data-math-style="inline" class="code math js-render-math">y</code> for $20,000</p>',
  },
  {
    name: 'a formula of its own',
    source: '```math\nx^2\n```',
    html: '<div class="gl-relative markdown-code-block js-markdown-code"><pre lang="math" class="code highlight js-syntax-highlight language-math js-render-math" v-pre="true" data-math-style="display"><code>x^2</code></pre></div>',
  },
  {
    name: 'a formula between dollars',
    source: '$$\nx^2\n$$',
    html: '<pre class="code math js-render-math" data-math-style="display"><code>x^2</code></pre>',
  },
  {
    name: 'a diagram',
    source: '```mermaid\ngraph TD; A-->B\n```',
    html: '<div class="gl-relative markdown-code-block js-markdown-code"><pre lang="mermaid" class="code highlight js-syntax-highlight language-mermaid" v-pre="true"><code class="js-render-mermaid">graph TD; A--&gt;B</code></pre></div>',
  },
  {
    name: 'emoji',
    source: ':sparkles: and a:b:c, :nothing_like_it:',
    html: '<p><gl-emoji title="sparkles" data-name="sparkles" data-unicode-version="6.0">✨</gl-emoji> and a:b:c, :nothing_like_it:</p>',
  },
  {
    name: 'an inline diff',
    source: '{+ a +} [- b -] {- c +}',
    html: '<p><span class="idiff left right addition"> a </span> <span class="idiff left right deletion"> b </span> {- c +}</p>',
  },
  {
    name: 'colours',
    source: '`#F00` `RGB(0,255,0)` `HSLA(540,70%,50%,0.3)` `#F0`',
    html: '<p><code>#F00<span class="gfm-color_chip"><span style="background-color: #F00;"></span></span></code> <code>RGB(0,255,0)<span class="gfm-color_chip"></span></code> <code>HSLA(540,70%,50%,0.3)<span class="gfm-color_chip"></span></code> <code>#F0</code></p>',
  },
  {
    name: 'a contents list',
    source: '[[_TOC_]]\n\n# A\n\n## B\n\n# C',
    html: `<ul class="section-nav"><li><a href="#a">A</a><ul><li><a href="#b">B</a></li></ul></li><li><a href="#c">C</a></li></ul>${heading(1, 'a', 'A')}${heading(2, 'b', 'B')}${heading(1, 'c', 'C')}`,
  },
  { name: 'what is no contents list', source: 'text\n[TOC]', html: '<p>text\n[TOC]</p>' },
  {
    name: 'a link to a heading',
    source: '[a](#one-two)\n\n# One two',
    html: `<p><a href="#one-two">a</a></p>${heading(1, 'one-two', 'One two')}`,
  },
  {
    name: 'a file of the repository',
    source: '[a](doc/a.md) [b](/b.md#l)',
    html: `<p><a href="${project}/-/blob/main/doc/a.md" class="gfm">a</a> <a href="${project}/-/blob/main/b.md#l" class="gfm">b</a></p>`,
  },
  {
    name: 'a picture of the repository',
    source: '![a](doc/a.png)',
    html: `<p>${picture(`${project}/-/raw/main/doc/a.png`, 'a')}</p>`,
  },
  {
    name: 'a picture elsewhere',
    source: '![a](https://example.com/a.png)',
    html: `<p>${picture('https://example.com/a.png', 'a')}</p>`,
  },
  // References
  {
    name: 'an issue and a merge request',
    source: '#12, !3',
    html: `<p>${gfm('issue', `${project}/-/issues/12`, '#12', 'Twelve')}, ${gfm('merge_request', `${project}/-/merge_requests/3`, '!3 (merged)', 'Three')}</p>`,
  },
  {
    name: 'a closed issue',
    source: '(#13)',
    html: `<p>(${gfm('issue', `${project}/-/issues/13`, '#13 (closed)', 'Thirteen')})</p>`,
  },
  {
    name: 'one that is not there',
    source: '#999 and !999 and @nobody and ~nothing and %nothing',
    html: '<p>#999 and !999 and @nobody and ~nothing and %nothing</p>',
  },
  {
    name: 'an issue with its title',
    source: '#12+ and #13+',
    html: `<p>${gfm('issue', `${project}/-/issues/12`, 'Twelve (#12)', 'Twelve')} and ${gfm('issue', `${project}/-/issues/13`, 'Thirteen (#13 - closed)', 'Thirteen')}</p>`,
  },
  {
    name: 'an issue elsewhere',
    source: 'group/other#7 other#7',
    html: `<p>${gfm('issue', '/group/other/-/issues/7', 'other#7', 'Seven')} ${gfm('issue', '/group/other/-/issues/7', 'other#7', 'Seven')}</p>`,
  },
  {
    name: 'an issue by its address',
    source: 'https://gitlab.example.com/group/app/-/issues/12#note_4',
    html: `<p>${gfm('issue', `${project}/-/issues/12#note_4`, '#12 (comment 4)', 'Twelve')}</p>`,
  },
  {
    name: 'a link with words to an issue',
    source: '[words](#13)',
    html: `<p>${gfm('issue', `${project}/-/issues/13`, 'words', 'Thirteen')}</p>`,
  },
  {
    name: 'a person',
    source: '@alice, me@alice',
    html: `<p>${gfm('user', '/alice', '@alice', 'Alice Able')}, me@alice</p>`,
  },
  {
    name: 'labels',
    source: '~bug ~"two words" ~a::b ~"2"',
    html: `<p>${label('bug', '#ff0000')} ${label('two words', '#ff0000')} ${label('a::b', '#ff0000')} ${label('2', '#ff0000')}</p>`,
  },
  {
    name: 'a label and a milestone by number',
    source: '~5 and %3',
    html: `<p>${label('bug', '#ff0000')} and ${gfm('milestone', `${project}/-/milestones/3`, '%v3')}</p>`,
  },
  {
    name: 'a moved issue',
    source: 'other#8',
    html: `<p>${gfm('issue', '/group/other/-/issues/8', 'other#8 (moved)', 'Eight')}</p>`,
  },
  {
    name: 'milestones',
    source: '%v1.0 and %"18.6 GA"',
    html: `<p>${gfm('milestone', `${project}/-/milestones/1`, '%v1.0')} and ${gfm('milestone', `${project}/-/milestones/2`, '%18.6 GA')}</p>`,
  },
  {
    name: 'a commit',
    source: '9ba12248 and defaced',
    html: `<p>${gfm('commit', `${project}/-/commit/9ba12248b1fa5a3b8a1a4f6ba5a0c5d5b2b3c4d5`, '9ba12248', 'A commit')} and defaced</p>`,
  },
  {
    name: 'no reference in code or a link',
    source: '`#12` [see #12](https://example.com) \\#12',
    html: '<p><code>#12</code> <a href="https://example.com">see #12</a> #12</p>',
  },
  // Intentionally different
  {
    name: 'an address without a scheme',
    source: 'www.example.com',
    html: '<p><a href="http://www.example.com">www.example.com</a></p>',
    wanted: 'https, as browsers try it first today',
  },
  {
    name: 'FTP',
    source: 'ftp://example.com',
    html: '<p><a href="ftp://example.com/">ftp://example.com</a></p>',
    wanted: 'only web and mail addresses are ever followed',
  },
  {
    name: 'a video',
    source: '![a](https://example.com/a.mp4)',
    html: `<p>${media('video', 'https://example.com/a.mp4', 'a')}</p>`,
  },
  {
    name: 'sound',
    source: `![a](/uploads/${secret}/a.mp3)`,
    html: `<p>${media('audio', `/-/project/7/uploads/${secret}/a.mp3`, 'a')}</p>`,
    wanted: 'what was uploaded is a button that saves it',
  },
  {
    name: 'an upload',
    source: `[a.zip](/uploads/${secret}/a.zip)`,
    html: `<p><a href="/-/project/7/uploads/${secret}/a.zip" data-canonical-src="/uploads/${secret}/a.zip" data-link="true" class="gfm">a.zip</a></p>`,
    wanted: 'what was uploaded is a button that saves it',
  },
  {
    name: 'a picture that was uploaded',
    source: `![a](/uploads/${secret}/a.png)`,
    html: `<p>${picture(`/-/project/7/uploads/${secret}/a.png`, 'a')}</p>`,
    wanted: 'the address names the project by its path',
  },
  {
    name: 'a diagram in PlantUML',
    source: '```plantuml\nA -> B\n```',
    html: '<img class="plantuml" src="https://plantuml.example.com/svg/abc" data-diagram="plantuml">',
    wanted: 'GitLab sends these to a server of the administrator; here the source is shown',
  },
  {
    name: 'a table in JSON',
    source: '```json:table\n{"items": [{"a": 1}]}\n```',
    html: '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
    wanted: 'the source can be read as well',
  },
  {
    name: 'a title that is long',
    source: '#14+',
    html: `<p>${gfm('issue', `${project}/-/issues/14`, 'A title that is longer than fifty letters, so Gi... (#14)', 'x')}</p>`,
    wanted: 'a title is not cut: there is room for it',
  },
];
