const run = 'window.__pwned=1';

/** The payloads in formulas and diagrams. See payloads.ts. */
export const drawnPayloads = [
  '```math\n\\href{javascript:' + run + '}{x}\n```',
  '```math\n\\url{javascript:' + run + '}\n```',
  '```math\n\\includegraphics{EVIL/m.png}\n```',
  '```math\n\\htmlData{x=y}{z} \\htmlStyle{background:url(EVIL/h.png)}{x} \\htmlId{root}{x} \\htmlClass{x}{y}\n```',
  '```math\n\\class{x" onclick="' + run + '}{y}\n```',
  '```math\n\\text{<img src=x onerror=' + run + '>}\n```',
  '```math\n\\style{background:url(EVIL/s.png)}{x}\n```',
  '```math\n\\unicode{<img src=x onerror=' + run + '>}\n```',
  '```math\n\\def\\a{\\a\\a}\\a\n```',
  '```math\n\\color{red;background:url(EVIL/c.png)}x\n```',
  '```math\n\\textcolor{url(EVIL/tc.png)}{x} \\colorbox{url(EVIL/cb)}{y} \\fcolorbox{a}{url(EVIL/fb)}{z}\n```',
  '```math\n\\rule{1000000em}{1000000em}\n```',
  '```math\n\\label{x"onclick="' + run + '}\\tag{<script>' + run + '</script>}\\ref{y}\n```',
  '$`\\text{</code><script>' + run + '</script>}`$',
  '$$\\text{<svg/onload=' + run + '>}$$',
  '```mermaid\ngraph TD\nA["<img src=x onerror=' + run + '>"]\n```',
  '```mermaid\ngraph TD\nA["<img src=EVIL/mer.png>"]\n```',
  '```mermaid\ngraph TD\nA["<iframe srcdoc=\'<script>parent.' + run + '</script>\'></iframe>"]\n```',
  '```mermaid\ngraph TD\nA["<script>' + run + '</script>"]-->B["<svg onload=' + run + '>"]\n```',
  '```mermaid\ngraph TD\nA-->B\nclick A href "javascript:' + run + '"\n```',
  '```mermaid\ngraph TD\nA-->B\nclick A call alert(1)\nclick B "javascript:' + run + '"\n```',
  '```mermaid\n%%{init: {"securityLevel": "loose", "theme": "base", "themeCSS": "*{background:url(EVIL/css.png)}"}}%%\ngraph TD\nA["<img src=x onerror=' +
    run +
    '>"]\n```',
  '```mermaid\n%%{init: {"themeVariables": {"fontFamily": "x;}</style><img src=x onerror=' +
    run +
    '>"}}}%%\ngraph TD\nA-->B\n```',
  '```mermaid\n%%{init: {"htmlLabels": true, "flowchart": {"htmlLabels": true}}}%%\ngraph TD\nA["<img src=EVIL/hl.png onerror=' +
    run +
    '>"]\n```',
  '```mermaid\n%%{init: {"dompurifyConfig": {"ADD_ATTR": ["onerror"]}}}%%\ngraph TD\nA["<img src=x onerror=' +
    run +
    '>"]\n```',
  '```mermaid\n%%{init: {"__proto__": {"securityLevel": "loose"}, "constructor": {"prototype": {"onerror": "x"}}}}%%\ngraph TD\nA-->B\n```',
  '```mermaid\n---\nconfig:\n  securityLevel: loose\n  themeCSS: "@import url(EVIL/imp.css);"\n---\ngraph TD\nA-->B\n```',
  '```mermaid\ngraph TD\nA@{ img: "EVIL/shape.png", label: "x", w: 60, h: 60 }\n```',
  '```mermaid\ngraph TD\nA@{ "img": "EVIL/shape2.png", "label": "x" }\n```',
  '```mermaid\ngraph TD\nA@{ icon: "EVIL:x" }\n```',
  '```mermaid\ngraph TD\nA-->B\nstyle A fill:url(EVIL/fill.svg#x)\n```',
  '```mermaid\ngraph TD\nclassDef x fill:#f00,background-image:url(EVIL/cd.png)\nA:::x\n```',
  '```mermaid\nsequenceDiagram\nAlice->>Bob: <img src=x onerror=' +
    run +
    '>\nlinks Alice: {"x": "javascript:' +
    run +
    '"}\n```',
  '```mermaid\nsequenceDiagram\nparticipant A as <img src=EVIL/p.png>\nA->>A: $$\\href{javascript:' +
    run +
    '}{x}$$\n```',
  '```mermaid\nclassDiagram\nclass A["<img src=x onerror=' +
    run +
    '>"]\nlink A "javascript:' +
    run +
    '" "x"\ncallback A "alert"\n```',
  '```mermaid\nstateDiagram-v2\ns1: <img src=EVIL/st.png onerror=' + run + '>\n```',
  '```mermaid\nerDiagram\nA ||--o{ B : "<img src=x onerror=' + run + '>"\n```',
  '```mermaid\ngantt\ntitle <img src=x onerror=' +
    run +
    '>\nsection s\na :t1, 2024-01-01, 1d\nclick t1 href "javascript:' +
    run +
    '"\n```',
  '```mermaid\npie title <script>' + run + '</script>\n"<img src=x onerror=' + run + '>" : 1\n```',
  '```mermaid\nmindmap\nroot(("<img src=EVIL/mm.png onerror=' + run + '>"))\n::icon(fa x" onclick="' + run + ')\n```',
  '```mermaid\njourney\ntitle <img src=x onerror=' + run + '>\nsection s\nx: 5: <img src=EVIL/j.png>\n```',
  '```mermaid\ngitGraph\ncommit id: "<img src=x onerror=' + run + '>" tag: "<script>' + run + '</script>"\n```',
  '```mermaid\nC4Context\nPerson(a, "<img src=x onerror=' + run + '>", "x", $sprite="EVIL/c4.png")\n```',
  '```mermaid\nblock-beta\na["<img src=EVIL/bl.png onerror=' + run + '>"]\n```',
  '```mermaid\nkanban\nx["<img src=EVIL/kb.png onerror=' +
    run +
    '>"]@{ ticket: "1", assigned: "<img src=x onerror=' +
    run +
    '>" }\n```',
  '```mermaid\ntimeline\ntitle <img src=x onerror=' + run + '>\n2024 : <img src=EVIL/tl.png>\n```',
  '```mermaid\nquadrantChart\ntitle <img src=x onerror=' +
    run +
    '>\nx-axis "<script>' +
    run +
    '</script>"\nA: [0.3, 0.6]\n```',
  '```mermaid\nxychart-beta\ntitle "<img src=x onerror=' + run + '>"\nbar [1]\n```',
  '```mermaid\nsankey-beta\n<img src=x onerror=' + run + '>,B,1\n```',
  '```mermaid\narchitecture-beta\nservice a(EVIL:x)["<img src=x onerror=' + run + '>"]\n```',
  '```mermaid\npacket-beta\n0-1: "<img src=x onerror=' + run + '>"\n```',
  '```mermaid\nrequirementDiagram\nrequirement a { id: 1 text: "<img src=x onerror=' + run + '>" }\n```',
  '```mermaid\nradar-beta\naxis a["<img src=x onerror=' + run + '>"]\ncurve c{1}\n```',
  '```mermaid\n<img src=x onerror=' + run + '>\n```',
];
