import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

/** What became of a diagram in the page. */
interface Drawn {
  /** The SVG. Undefined if the page shows the source instead. */
  readonly svg: string | undefined;
  /** The text in the drawing, without spaces. */
  readonly text: string;
  /** Whether the browser can show the SVG as an image. */
  readonly isShown: boolean;
  /** What in the SVG runs a script, or refers to something outside it. */
  readonly foreign: readonly string[];
}

/** Diagrams that do no harm, with a text that each shows. */
const harmless: Readonly<Record<string, readonly [source: string, text: string]>> = {
  'the word "url" with parentheses': ['graph TD\nA["see url(https://example.com/a.png) here"] --> B', 'see url(https'],
  'the word "url" in an edge': ['graph TD\nA -->|"background: url (x)"| B[OK]', 'background: url (x)'],
  'the rule "@import"': ['graph TD\nA["@import url(a.css); first"] --> B', '@import url(a.css)'],
  'comparison signs': ['graph TD\nA["if a < b and src > c"] --> B["x <= y, href >= z"]', 'if a < b and src > c'],
  'comparisons without spaces': ['graph TD\nA["count<limit"] --> B["style>0"]', 'count<limitstyle>0'],
  'only one comparison sign': ['graph TD\nA[a > b] --"x>0"--> B{"y >= 1"}', 'x>0a > by >= 1'],
  'generic types': ['graph TD\nA["Map<String, List<T>>"]', 'Map<String, List<T>>'],
  entities: ['graph TD\nA["a &lt; b &amp;&amp; #quot;c#quot; #gt; d"]', 'a < b && "c" > d'],
  'formatted words': ['graph TD\nA["<b>href</b> and <i>style</i>"] --> B["a<br>src<br/>b"]', 'style'],
  'the names of events': ['graph TD\nA["onclick=go() onerror=x"] --> B["javascript:void 0"]', 'onclick=go()'],
  'a nonbreaking space and signs': ['graph TD\nA["a\u00a0b &nbsp; & © ü 漢字 🚀"] --> B', '漢字'],
  'a control character': ['graph TD\nA["bell \u0007 and \u001b escape"] --> B[after]', 'after'],
  'a backslash': ['graph TD\nA["C:\\temp\\url(x)"] --> B', 'temp'],
  'colors and a class': [
    'graph TD\nA:::warn --> B\nclassDef warn fill:#f96,stroke:#333,stroke-width:4px\nstyle B fill:#bbf,color:#fff\nlinkStyle 0 stroke:#ff3,stroke-width:4px',
    'B',
  ],
  'links and a callback': [
    'graph TD\nA[Guide]-->B\nclick A href "https://example.com/url(x)" "Open the guide" _blank\nclick B call open()',
    'Guide',
  ],
  'subgraphs and chained links': [
    'flowchart LR\nsubgraph one [src group]\na --> b & c --> d\nend\nd -.-> e',
    'src group',
  ],
  shapes: [
    'flowchart TD\nA@{ shape: docs, label: "style: url()" }\nB@{ shape: bolt }\nA --> B{"x < 1?"}',
    'style: url()',
  ],
  'a title and a configuration': [
    '---\ntitle: The url(x) flow\nconfig:\n  theme: forest\n  flowchart:\n    curve: linear\n---\nflowchart LR\nA --> B',
    'The url(x) flow',
  ],
  'an initial directive': [
    '%%{init: {"theme": "dark", "flowchart": {"nodeSpacing": 20}}}%%\ngraph TD\nA --> B[src]',
    'src',
  ],
  'a sequence': [
    'sequenceDiagram\nautonumber\nparticipant A as Client <v2>\nactor B as url(server)\nA->>B: GET /a?x=1 href=2\nNote over A,B: style: none\nloop until n > 3\nB-->>A: 200 OK\nend\nalt a is b\nA-xB: no\nelse other\nA-)B: async\nend',
    'url(server)',
  ],
  'a sequence with properties': [
    'sequenceDiagram\nparticipant A\nlinks A: {"Dashboard": "https://example.com/url(1)"}\nproperties A: {"class": "internal-service-actor"}\nA->>A: ping',
    'ping',
  ],
  'a sequence with boxes': [
    'sequenceDiagram\nbox rgb(33,66,99) Our src\nparticipant A\nend\nrect rgba(0,0,255,.1)\nA->>B: in\nend',
    'Our src',
  ],
  'a Gantt chart': [
    'gantt\ntitle url(release) < 2\ndateFormat YYYY-MM-DD\nsection src\nDesign :done, d1, 2024-01-06, 2024-01-08\nBuild href :active, d2, after d1, 3d\nclick d2 href "https://example.com"',
    'url(release)',
  ],
  'a class diagram': [
    'classDiagram\nclass List~T~ {\n+url(string) src\n-style href\n+size() int\n}\nList~T~ <|-- ArrayList : extends url(x)\nlink List "https://example.com" "docs"',
    'List<T>-style href',
  ],
  'a state diagram': [
    'stateDiagram-v2\n[*] --> s1\ns1: src < 3\ns1 --> s2: url(x)\nstate fork <<fork>>\ns2 --> fork\nnote right of s1\nhref\nend note',
    'url(x)',
  ],
  'an entity relationship diagram': [
    'erDiagram\nCUSTOMER ||--o{ ORDER : "url(places)"\nORDER {\nstring src PK "the style"\nint href\n}',
    'url(places)',
  ],
  'a pie chart': ['pie showData title url(pets) < 10\n"src" : 386\n"a > b" : 85', 'url(pets)'],
  'a user journey': [
    'journey\ntitle My url(day)\nsection Go to src\nMake href: 5: Me\nDo style: 3: Me, Cat',
    'url(day)',
  ],
  'a Git graph': [
    'gitGraph\ncommit id: "url(1)" tag: "src"\nbranch style\ncheckout style\ncommit\ncheckout main\nmerge style',
    'url(1)',
  ],
  'a mind map': [
    'mindmap\n  root((url map))\n    src\n      ::icon(fa fa-book)\n    href <br/> two\n    style{{bang}}',
    'url map',
  ],
  'a timeline': ['timeline\ntitle url(history)\nsection src\n2002 : LinkedIn\n2004 : href : style', 'url(history)'],
  'a quadrant chart': [
    'quadrantChart\ntitle url(reach)\nx-axis Low src --> High src\ny-axis Low --> High\nquadrant-1 href\nCampaign A: [0.3, 0.6]',
    'url(reach)',
  ],
  'an XY chart': [
    'xychart-beta\ntitle "url(sales) > 3"\nx-axis [jan, src, mar]\ny-axis "href" 0 --> 10\nbar [5, 6, 7]\nline [5, 6, 7]',
    'url(sales)',
  ],
  'a Sankey diagram': ['sankey-beta\nsrc,"url(x), href",10\n"url(x), href",style,7', 'style'],
  'a block diagram': ['block-beta\ncolumns 2\na["url(x)"] b["src < 1"]\na --> b', 'url(x)'],
  'an architecture diagram': [
    'architecture-beta\ngroup api(cloud)[API src]\nservice db(database)[Database url] in api\nservice disk(disk)[href] in api\ndb:L -- R:disk',
    'Database',
  ],
  'a kanban board': [
    'kanban\n  todo[To do src]\n    t1[url map]@{ ticket: 12, priority: High, assigned: "style" }',
    'To do src',
  ],
  'a packet diagram': ['packet-beta\ntitle url(UDP)\n0-15: "src Port"\n16-31: "href < 2"', 'src Port'],
  'a requirement diagram': [
    'requirementDiagram\nrequirement test_req {\nid: 1\ntext: "the src url."\nrisk: high\nverifymethod: test\n}\nelement test_entity {\ntype: url\n}\ntest_entity - satisfies -> test_req',
    'the src url.',
  ],
  'a C4 diagram': [
    'C4Context\ntitle url(context)\nPerson(a, "src user", "href < 1")\nSystem(b, "style")\nRel(a, b, "Uses url")\nUpdateElementStyle(a, $bgColor="grey")',
    'src user',
  ],
  'a radar chart': ['radar-beta\ntitle url(grades)\naxis m["src"], s["href"]\ncurve a["style"]{85, 90}', 'url(grades)'],
  'a treemap': ['treemap-beta\n"url(root)"\n    "src": 10\n    "href": 20', 'src'],
  'a formula': ['graph TD\nA["$$x^2 < \\frac{1}{2}$$"] --> B[after]', 'after'],
  'an image in its own source': [
    'graph TD\nA@{ img: "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", label: "dot", w: 20, h: 20 }',
    'dot',
  ],
};

/** Diagrams that would load something or run a script. `EVIL` is the address of a server that counts requests. */
const harmful: Readonly<Record<string, string>> = {
  'an image in a label': 'graph TD\nA["<img src=EVIL/1.png>x"] --> B',
  'an image in a formula': 'graph TD\nA["$$x$$ <img src=EVIL/2.png>"] --> B',
  'an image in a message with a formula':
    'sequenceDiagram\nA->>B: $$x$$ <img src="EVIL/3.png" onerror="window.__pwned=1">',
  'an image in the label of a class':
    'classDiagram\nclass A["$$x$$ <img src=EVIL/4.png>"]\nA : +m() $$y$$ <img src=EVIL/5.png>',
  'an image shape': 'graph TD\nA@{ img: "EVIL/6.png", label: "x", w: 60, h: 60 }',
  'a style': 'classDiagram\nclass A\nstyle A fill:url(EVIL/7.svg#x),background-image:url(EVIL/8.png)',
  'a style of a formula': 'classDiagram\nclass A["$$x$$"]\nstyle A background-image:url(EVIL/9.png),color:#12ab34',
  'a style of a block':
    'block-beta\na b\nstyle a background-image:url(EVIL/10.png)\nclassDef x mask:url(EVIL/11.svg#m)\nclass b x',
  'a class':
    'stateDiagram-v2\ns1: x\nclassDef x background-image:url(EVIL/12.png),filter:url(EVIL/13.svg#f)\nclass s1 x',
  'a class with an image set':
    'stateDiagram-v2\ns1: x\nclassDef x background-image:image-set("EVIL/14.png" 1x)\nclass s1 x',
  'a class with an escape': 'stateDiagram-v2\ns1: x\nclassDef x background-image:\\75rl(EVIL/15.png)\nclass s1 x',
  'a class with a custom property':
    'stateDiagram-v2\ns1: x\nclassDef x --y:\\75rl(EVIL/16.png),background:var(--y)\nclass s1 x',
  'a style in a flowchart':
    'graph TD\nA-->B\nstyle A fill:url(EVIL/17.svg#x)\nclassDef x mask:url(EVIL/18.svg#x)\nlinkStyle 0 filter:url(EVIL/19.svg#f)',
  'CSS of the theme':
    '%%{init: {"themeCSS": "@import url(EVIL/17.css); .node rect { background: url(EVIL/18.png) }"}}%%\ngraph TD\nA-->B',
  'variables of the theme':
    '---\nconfig:\n  themeVariables:\n    primaryColor: "url(EVIL/19.png)"\n  fontFamily: "x;background:url(EVIL/20.png)"\n---\ngraph TD\nA-->B',
  'HTML in labels':
    '%%{init: {"htmlLabels": true, "securityLevel": "loose", "flowchart": {"htmlLabels": true}}}%%\ngraph TD\nA["<img src=EVIL/21.png onerror=window.__pwned=1>"]',
  'HTML in labels by front matter':
    '---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n  class:\n    htmlLabels: true\n  dompurifyConfig:\n    ADD_ATTR: [onerror]\n---\nclassDiagram\nclass A["<img src=EVIL/22.png onerror=window.__pwned=1>"]',
  'a callback':
    '%%{init: {"securityLevel": "loose"}}%%\ngraph TD\nA-->B\nclick A call eval("window.__pwned=1")\nclick B href "javascript:window.__pwned=1"',
  'the text of a service':
    'architecture-beta\nservice a "<img src=EVIL/23.png>" [x]\nservice b(cloud)["<img src=EVIL/24.png>"]',
  'the icon of a participant': 'sequenceDiagram\nparticipant A\nA->>A: x\nproperties A: {"ic\\u006fn": "EVIL/25.png"}',
  'a picture of a person':
    'C4Context\nPerson(a, "A", "x", $sprite="EVIL/26.png", $link="javascript:window.__pwned=1")\nUpdateElementStyle(a, $bgColor="url(EVIL/27.png)")',
  'a box':
    'sequenceDiagram\nrect url(EVIL/38.svg#x)\nA->>A: z\nend\nbox url(EVIL/28.png) x\nparticipant A\nend\nA->>A: y',
  'a note': 'stateDiagram-v2\ns1: <img src=EVIL/29.png>\nclassDef x background:url(EVIL/30.png)\nclass s1 x',
  'the style of an area': 'venn-beta\nset A["a"]\nstyle A fill:url(EVIL/31.png)',
  'an event': 'eventmodeling\ntf 01 evt Start { <img src=EVIL/32.png> }',
  'a frame and a script':
    'graph TD\nA["<iframe src=EVIL/33></iframe><script src=EVIL/34.js></script><svg><image href=EVIL/35.png /></svg>"]',
  'a stylesheet': 'graph TD\nA["<style>@import url(EVIL/36.css);</style><link rel=stylesheet href=EVIL/37.css>"]',
};

describe('A diagram', function () {
  this.timeout(30_000);
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage({ policy: false });
  });
  after(() => rendering.close());

  for (const [name, [source, text]] of Object.entries(harmless)) {
    it(`C10: is drawn with ${name}`, async () => {
      const drawn = await draw(rendering, source);
      assert.ok(drawn.svg !== undefined, 'The page shows the source instead.');
      assert.ok(drawn.isShown, drawn.svg);
      assert.ok(drawn.text.includes(withoutSpaces(text)), drawn.text);
      assert.deepEqual(drawn.foreign, []);
    });
  }

  for (const [name, source] of Object.entries(harmful)) {
    it(`C10: loads and runs nothing for ${name}`, async () => {
      const drawn = await draw(rendering, source.replaceAll('EVIL', rendering.foreign));
      assert.deepEqual(drawn.foreign, []);
      assert.ok(drawn.svg === undefined || drawn.isShown, drawn.svg);
      assert.deepEqual(rendering.foreignRequests, []);
      assert.equal(await rendering.frame.evaluate(() => window.__pwned), undefined);
      assert.deepEqual(rendering.dialogs, []);
    });
  }

  it('C10: keeps its colors, but not those from elsewhere', async () => {
    const evil = rendering.foreign;
    const { svg = '' } = await draw(
      rendering,
      `classDiagram\nclass A\nclass B\nstyle A fill:url(${evil}/f.svg#f),stroke:#12ab34\nstyle B stroke:#98fedc`,
    );
    assert.match(svg, /rgb\(18, 171, 52\)|#12ab34/);
    assert.match(svg, /rgb\(152, 254, 220\)|#98fedc/);
    assert.ok(!svg.includes(evil));
  });

  it('C10: leaves the page able to show images and styles afterwards', async () => {
    await draw(rendering, 'graph TD\nA --> B');
    await draw(rendering, 'graph TD\nA --');
    const after = await rendering.frame.evaluate((own) => {
      const image = document.createElement('img');
      image.src = `${own}/missing.png`;
      image.setAttribute('srcset', `${own}/missing.png 2x`);
      const style = document.createElement('div').style;
      style.setProperty('background', 'url("missing.png")');
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      svg.setAttribute('href', 'missing.png');
      return [image.src, image.srcset, style.backgroundImage, svg.getAttribute('href')].map(Boolean);
    }, rendering.own);
    assert.deepEqual(after, [true, true, true, true]);
  });
});

function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '');
}

/** Draws a diagram in the page, and waits until everything that it refers to would have been requested. */
async function draw(rendering: RenderingPage, source: string): Promise<Drawn> {
  return rendering.frame.evaluate(
    async ([text, where, own]) => {
      const page = document.getElementById('page')!;
      page.replaceChildren(window.harness.renderMarkdown('```mermaid\n' + text + '\n```', where));
      await window.harness.drawLater(page);
      const picture = page.querySelector<HTMLImageElement>('img.md-diagram-picture');
      const isShown =
        (await picture?.decode().then(
          () => true,
          () => false,
        )) ?? false;
      await new Promise((resolve) => {
        const image = document.createElement('img');
        image.onerror = resolve;
        image.src = `${own}/missing.png`;
      });
      if (!picture) return { svg: undefined, text: '', isShown, foreign: [] };
      const svg = decodeURIComponent(picture.src.slice(picture.src.indexOf(',') + 1));
      const root = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const foreign = [...root.querySelectorAll('*')].flatMap((element) => {
        const isActive = /^(?:script|iframe|object|embed|link|meta|base|video|audio|set|animate)$/i.test(
          element.localName,
        );
        const values = [...element.attributes].flatMap(({ name, value }) => {
          const isAddress = /(?:^|:)href$|^src/.test(name) && !/^(?:#|data:image\/)/.test(value);
          const isStyle = !/^(?:id|class|d|aria-.*)$/.test(name) && /url\((?!\s*["']?#)|image-set|\\/.test(value);
          return isAddress || isStyle || name.startsWith('on') ? [`${name}=${value}`] : [];
        });
        const isStyle =
          element.localName === 'style' && /url\((?!\s*["']?#)|image-set|@import/.test(element.textContent);
        return [...(isActive || isStyle ? [element.outerHTML] : []), ...values];
      });
      for (const style of root.querySelectorAll('style')) style.remove();
      return { svg, text: root.documentElement.textContent.replace(/\s/g, ''), isShown, foreign };
    },
    [source, context, rendering.own] as const,
  );
}
