'use strict';
// What a page can do and paper cannot. Every number comes from the JSON or the tables of this page; texts are set as text.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  data.comparisons = data.comparisons.map(([outcome, segment, of, rejects, limit, in_points, verdict]) => {
    const [segment_name, segment_label, label] = data.segments[of];
    return { outcome, segment, rejects, limit, in_points, verdict, segment_name, segment_label, label, table: data.files[outcome] };
  });
  // Lines that begin as the one above them say how far.
  const file = (name) => {
    let above = '';
    return (data.tables[name] ?? '').split('\n').map((line) => {
      const [, units, rest] = /^(\d+):([^]*)$/.exec(line);
      above = above.slice(0, Number(units)) + rest;
      return above;
    }).join('\n');
  };
  const comparisons = new Map(data.comparisons.map((c) => [`${c.outcome},${c.segment}`, c]));

  // Verdicts at a margin: as stats::equivalence::verdict. What the test says does not depend on the margin.
  let margin = data.margin;
  const verdict = (c) => {
    if (!c.in_points) return c.verdict;
    const within = c.limit !== null && c.limit <= margin;
    return c.rejects ? (within ? 'within' : 'differs') : within ? 'consistent' : 'undetermined';
  };
  // A margin as it was set, any other difference with so many decimals.
  const points = (share, decimals = null) => {
    const number = Math.round(share * 1e5) / 1e3;
    const text = decimals === null ? `${number}` : number.toFixed(decimals);
    return `${text.replace('.', data.point)} ${text === '1' ? 'point' : 'points'}`;
  };
  // With more decimals where one would hide on which side of the margin it lies.
  const limit = (c) => (c.limit !== margin && points(c.limit, 1) === points(margin, 1) ? points(c.limit, 3) : points(c.limit, 1));
  const show = (element, c) => {
    const now = verdict(c);
    element.className = `verdict ${now}${now === c.verdict ? '' : ' moved'}`;
    return now;
  };
  const showVerdicts = () => {
    for (const element of all('[data-c]')) {
      const c = comparisons.get(element.dataset.c);
      const now = show(element, c);
      element.textContent = data.verdicts[now];
      if (element.tagName === 'A') element.setAttribute('aria-label', `${data.verdicts[now]}, ${data.outcomes[c.outcome]} by ${c.label}`);
    }
    for (const strip of all('.strip')) {
      const of = data.comparisons.filter((c) => String(c.outcome) === strip.dataset.o && verdict(c) !== 'undetermined');
      strip.replaceChildren(...of.map((c) => {
        const mark = make('span', {}, c.label);
        mark.prepend(make('span', { class: 'hidden' }, `${data.verdicts[show(mark, c)]}: `));
        return mark;
      }));
    }
    explore?.();
  };

  // δ, above the table of verdicts.
  const matrix = document.querySelector('.matrix');
  let explore = null;
  if (matrix) {
    const slider = make('input', { type: 'range', id: 'margin', min: 0.5, max: 30, step: 0.5, value: data.margin * 100 });
    const output = make('output', { for: 'margin' });
    const said = make('p', { role: 'status' });
    const back = make('button', { type: 'button' }, `Back to ${points(data.margin)}`);
    const tell = () => {
      const found = { differs: 0, within: 0, consistent: 0, undetermined: 0 };
      for (const c of data.comparisons) found[verdict(c)] += 1;
      const parts = Object.entries(found).filter(([, n]) => n > 0).map(([name, n]) => `${data.verdicts[name]} ${n}`);
      output.textContent = points(margin);
      const is_moved = margin !== data.margin;
      back.hidden = !is_moved;
      slider.setAttribute('aria-valuetext', points(margin));
      said.replaceChildren(`${data.comparisons.length} comparisons: ${parts.join(' · ')}.`);
      if (is_moved) said.append(make('b', {}, ` The margin of this study, set beforehand, is ${points(data.margin)}; sentences and charts keep to it.`));
      showVerdicts();
    };
    const move = (to) => { margin = to; tell(); };
    slider.addEventListener('input', () => move(slider.valueAsNumber === Math.round(data.margin * 1e5) / 1e3 ? data.margin : slider.valueAsNumber / 100));
    back.addEventListener('click', () => { slider.value = data.margin * 100; move(data.margin); slider.focus(); });
    const control = make('div', { class: 'control' }, make('label', { for: 'margin' }, 'Margin δ: differences up to'), slider, output, back, said);
    matrix.closest('.fit').before(control);
    explore = explorer(matrix.closest('section'));
    tell();
  }

  // What each level must fail by, if it sees less: its rate over what it sees.
  if (data.detection) {
    const { outcome, top, others } = data.detection;
    const percent = (share) => `${(Math.round(share * 1e9) / 1e7).toFixed(0)}%`;
    const slider = make('input', { type: 'range', id: 'detection', min: 30, max: 100, step: 1, value: 100 });
    const output = make('output', { for: 'detection' });
    const body = make('tbody');
    const see = () => {
      const seen = slider.valueAsNumber / 100;
      output.textContent = `${slider.value}%`;
      slider.setAttribute('aria-valuetext', `${slider.value} percent`);
      body.replaceChildren(...others.map(({ level, rate }) => {
        const failure = rate / seen;
        const says = failure > 1 ? 'not possible: it would exceed 100%' : failure >= top.rate ? `as much as ${top.level} or more` : `less than ${top.level}`;
        return make('tr', { 'data-failure': failure > 1 ? '' : failure }, make('th', { scope: 'row' }, level),
          make('td', { class: 'n', 'data-head': 'Rate' }, percent(rate)), make('td', { class: 'n', 'data-head': 'Implied failure rate' }, failure > 1 ? '–' : percent(failure)), make('td', { 'data-head': 'Fails' }, says));
      }));
    };
    slider.addEventListener('input', see);
    const heads = make('tr', {}, ...['Level', 'Rate', 'Implied failure rate', 'Fails'].map((head, at) => make('th', { scope: 'col', class: at === 1 || at === 2 ? 'n' : '' }, head)));
    const section = make('section', { class: 'picker' }, make('h2', { id: 'detection-moved' }, 'If the others see less'),
      make('p', {}, `${outcome}: a rate is what happens and is seen. If the other levels see only a part of what ${top.level} (${percent(top.rate)}) sees, their rates imply these failure rates. These are bounds under an assumption, not a finding: the data do not say who sees how much.`),
      make('div', { class: 'control' }, make('label', { for: 'detection' }, `Of what ${top.level} sees, the others see`), slider, output),
      make('div', { class: 'fit' }, make('table', { class: 'explore seen' }, make('caption', {}, 'Implied failure rates'), make('thead', {}, heads), body)));
    (document.querySelector('.outcomes') ?? document.querySelector('main').lastElementChild).before(section);
    see();
  }

  // One comparison at a time: the table of its section, with its intervals drawn.
  function explorer(after) {
    const named = new Map();
    for (const c of data.comparisons) named.set(c.outcome, [...(named.get(c.outcome) ?? []), c]);
    if (!named.size) return null;
    const outcomes = make('select', { id: 'pick-outcome' }, ...[...named.keys()].map((at) => make('option', { value: at }, data.outcomes[at])));
    const segments = make('select', { id: 'pick-segment' });
    const place = make('div', { 'aria-live': 'polite' });
    const picked = () => comparisons.get(`${outcomes.value},${segments.value}`);
    const draw = () => {
      const c = picked();
      const link = document.querySelector(`.matrix a[data-c="${c.outcome},${c.segment}"]`);
      const section = document.getElementById(link.hash.slice(1));
      const mark = make('span');
      mark.textContent = data.verdicts[show(mark, c)];
      const most = c.limit === null || !c.in_points ? '' : ` With ${data.confidence} confidence no two levels differ by more than ${limit(c)} (δ*); the margin is ${points(margin)}.`;
      const table = section.querySelector('table')?.cloneNode(true);
      place.replaceChildren(make('p', {}, mark, most));
      if (table) {
        all('[tabindex]', table).forEach((cell) => cell.removeAttribute('tabindex'));
        slim(table);
        plot(table, c);
        name(table);
        place.append(make('div', { class: 'fit' }, table));
        rove(table);
      }
      place.append(make('p', {}, make('a', { href: link.hash }, 'Tests, effect and reach of this comparison')));
    };
    const choose = () => {
      const before = segments.value;
      segments.replaceChildren(...named.get(Number(outcomes.value)).map((c) => make('option', { value: c.segment }, c.segment_label)));
      if (before) segments.value = before;
      if (segments.selectedIndex < 0) segments.selectedIndex = 0;
      draw();
    };
    outcomes.addEventListener('change', choose);
    segments.addEventListener('change', draw);
    const first = data.comparisons.find((c) => c.rejects) ?? data.comparisons[0];
    outcomes.value = first.outcome;
    const section = make('section', { class: 'picker', id: 'one' }, make('h2', { id: 'one-comparison' }, 'One comparison at a time'),
      make('div', { class: 'control' }, make('label', { for: 'pick-outcome' }, 'Outcome'), outcomes, make('label', { for: 'pick-segment' }, 'by'), segments), place);
    after.after(section);
    choose();
    segments.value = first.segment;
    draw();
    return draw;
  }

  // Its columns are no longer those that the style rules of its class know.
  function name(table) {
    table.className = 'rows explore';
    const titles = all('thead th', table).map((th) => th.textContent);
    for (const row of all('tr', table)) {
      [...row.children].forEach((cell, at) => {
        if (at && /^(Base|Effective base|Rate|Mean|Share|\d.* interval)$/.test(titles[at])) cell.classList.add('n');
        if (at && cell.tagName === 'TD') cell.dataset.head = titles[at];
      });
    }
  }
  // Without the columns that the section has room for.
  function slim(table) {
    const rows = all('tr', table);
    const heads = all('thead th', table).map((th) => th.textContent);
    const is_empty = (at) => rows.slice(1).every((row) => !row.children[at].textContent.trim());
    heads.map((head, at) => at).filter((at) => /^(No answer|Weighted base|Against the rest)/.test(heads[at]) || is_empty(at)).reverse()
      .forEach((at) => rows.forEach((row) => row.children[at].remove()));
  }
  // Rows of the file of numbers that belong to a comparison: the whole, then its levels.
  function numbers(c) {
    const [head, ...rows] = parse(file(c.table));
    if (!head) return [];
    const records = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
    return [records[0], ...records.filter((record) => record.segment === c.segment_name)];
  }
  function plot(table, c) {
    const rows = all('tbody tr', table);
    // Where levels that are not shown have no row, they have no interval either.
    const every = numbers(c);
    const found = every.length === rows.length ? every : every.filter((r, i) => i === 0 || (r.rate !== '-' && r.rate !== ''));
    if (found.length !== rows.length) return;
    const limits = found.flatMap((r) => [r.rate, r.low, r.high]).filter((text) => text !== '' && text !== '-').map(Number);
    if (!limits.length) return;
    const spread = Math.max(...limits) - Math.min(...limits) || 1;
    let [low, high] = [Math.min(...limits) - spread * 0.04, Math.max(...limits) + spread * 0.04];
    const at = (value) => `${((value - low) / (high - low)) * 100}%`;
    const head = table.querySelector('thead tr');
    const before = all('th', head).findIndex((th) => /interval$/.test(th.textContent));
    if (before < 0) return;
    head.children[before].after(make('th', { scope: 'col', class: 'p' }, 'Interval, drawn'));
    rows.forEach((row, i) => {
      const box = make('span', { class: 'plot', 'aria-hidden': 'true' });
      const add = (name, style) => { const mark = make('i', { class: name }); Object.assign(mark.style, style); box.append(mark); };
      const value = (name) => (found[i][name] === '' || found[i][name] === '-' ? null : Number(found[i][name]));
      if (value('rate') !== null) {
        if (found[0].rate !== '-' && found[0].rate !== '') add('all', { left: at(Number(found[0].rate)) });
        if (value('low') !== null) add('line', { left: at(value('low')), width: `${((value('high') - value('low')) / (high - low)) * 100}%` });
        add('dot', { left: at(value('rate')) });
      }
      row.children[before].after(make('td', { class: 'p' }, box));
    });
  }
  function parse(text) {
    const rows = [];
    let [row, cell, quoted] = [[], '', false];
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (quoted) {
        if (c !== '"') cell += c;
        else if (text[i + 1] === '"') { cell += c; i += 1; } else quoted = false;
      } else if (c === '"') quoted = true;
      else if (c === ',') { row.push(cell); cell = ''; } else if (c === '\n') { row.push(cell); rows.push(row); [row, cell] = [[], '']; } else if (c !== '\r') cell += c;
    }
    if (cell || row.length) { row.push(cell); rows.push(row); }
    return rows;
  }

  // What a number rests on, on hover and by keyboard: one stop a table or chart, arrows go from number to number.
  const tip = document.getElementById('tip');
  let shown = null;
  let leaving = 0;
  const tell = (element, text, box) => {
    clearTimeout(leaving);
    if (shown && shown !== element) hush();
    shown = element;
    tip.textContent = text;
    tip.hidden = false;
    element.setAttribute('aria-describedby', 'tip');
    const width = tip.offsetWidth;
    const left = Math.max(8, Math.min(box.right - width, document.documentElement.clientWidth - width - 8));
    const above = box.top > tip.offsetHeight + 12;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${scrollY + (above ? box.top - tip.offsetHeight - 4 : box.bottom + 4)}px`;
  };
  const hush = () => {
    clearTimeout(leaving);
    tip.hidden = true;
    shown?.removeAttribute('aria-describedby');
    shown?.querySelector?.('.at')?.remove();
    shown = null;
  };
  const later = () => { clearTimeout(leaving); leaving = setTimeout(hush, 250); };
  const tellCell = (cell) => tell(cell, `${cell.textContent}: ${cell.dataset.d}${cell.closest('table').dataset.tail ?? ''}`, cell.getBoundingClientRect());

  // Parts of a chart that say something: a row, a cell, a point. Where they are, and what they say, comes with the drawing.
  const charts = new WeakMap();
  const spots = (svg) => {
    if (!charts.has(svg)) {
      const { says, measure } = svg.parentElement.dataset;
      const said = says.split('|');
      charts.set(svg, svg.dataset.spots.split('|').filter(Boolean).map((spot, at) => {
        const [x, y, width, height] = spot.split(' ').map(Number);
        return { x, y, width, height, text: `${said[at]}. ${measure}` };
      }));
    }
    return charts.get(svg);
  };
  const tellSpot = (svg, spot) => {
    let mark = svg.querySelector('.at');
    const frame = svg.viewBox.baseVal;
    const box = svg.getBoundingClientRect();
    const scale = box.height / frame.height;
    const [left, top] = [box.left + (spot.x - frame.x) * scale, box.top + (spot.y - frame.y) * scale];
    tell(svg, spot.text, { right: Math.min(box.right, left + spot.width * scale), top, bottom: top + spot.height * scale });
    if (!mark) {
      mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      mark.setAttribute('class', 'at');
      svg.append(mark);
    }
    const x = Math.max(spot.x, frame.x + 1);
    const width = Math.min(spot.x + spot.width, frame.x + frame.width - 1) - x;
    for (const [name, value] of Object.entries({ x, y: spot.y, width, height: spot.height })) mark.setAttribute(name, value);
    svg.dataset.at = spots(svg).indexOf(spot);
  };
  // Of those that hold the place, the one whose middle is nearest.
  const spotAt = (svg, event) => {
    const box = svg.getBoundingClientRect();
    const frame = svg.viewBox.baseVal;
    const scale = box.height / frame.height;
    const [x, y] = [frame.x + (event.clientX - box.left) / scale, frame.y + (event.clientY - box.top) / scale];
    const far = (s) => Math.hypot(s.x + s.width / 2 - x, s.y + s.height / 2 - y);
    const held = spots(svg).filter((s) => s.x <= x && x < s.x + s.width && s.y <= y && y < s.y + s.height);
    return held.sort((a, b) => far(a) - far(b))[0];
  };
  document.addEventListener('pointermove', (event) => {
    const svg = event.target.closest?.('svg.chart');
    const spot = svg && spotAt(svg, event);
    if (spot) tellSpot(svg, spot);
    else if (svg && shown === svg) later();
  });
  document.addEventListener('pointerover', (event) => {
    const cell = event.target.closest?.('[data-d]');
    if (cell) tellCell(cell);
    else if (event.target.closest?.('#tip, svg.chart')) clearTimeout(leaving);
    else if (shown && shown !== document.activeElement) later();
  });
  document.addEventListener('focusin', (event) => {
    const cell = event.target.closest('[data-d]');
    if (cell) tellCell(cell);
    else if (event.target.matches('svg.chart') && event.target.matches(':focus-visible')) tellSpot(event.target, spots(event.target)[0]);
    else hush();
  });
  document.addEventListener('focusout', later);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hush();
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const element = event.target.closest?.('[data-d], svg.chart');
    if (!element || !step) return;
    event.preventDefault();
    if (element.matches('svg.chart')) {
      const spot = spots(element)[Number(element.dataset.at ?? -1) + step];
      if (spot) tellSpot(element, spot);
      return;
    }
    const group = all('[data-d]', element.closest('table'));
    const next = group[group.indexOf(element) + step];
    if (!next) return;
    group.forEach((one) => one.setAttribute('tabindex', one === next ? 0 : -1));
    next.focus();
  });
  function rove(table) {
    all('[data-d]', table).forEach((element, at) => element.setAttribute('tabindex', at ? -1 : 0));
  }
  all('table').forEach(rove);
  for (const svg of all('svg.chart')) if (svg.dataset.spots) svg.setAttribute('tabindex', 0);

  // What can be saved: the table as it is, the drawing as it was before the page shared its looks.
  const save = (name, type, content) => {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    make('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  const drawing = (figure, styles = '') => {
    const svg = figure.querySelector('.wide').cloneNode(true);
    const cut = svg.viewBox.baseVal;
    const [width, height] = [cut.width + 2 * cut.x, cut.height + 2 * cut.y];
    for (const element of all('[class]', svg)) {
      const look = data.looks[element.getAttribute('class')];
      if (!look) { element.remove(); continue; }
      element.setAttribute('class', look[0]);
      for (const [name, value] of look[1]) element.setAttribute(name, value);
      if (element.tagName === 'path' && !element.hasAttribute('fill')) element.setAttribute('fill', 'none');
    }
    for (const name of ['aria-labelledby', 'aria-describedby', 'tabindex', 'data-spots', 'data-at']) svg.removeAttribute(name);
    const attributes = { xmlns: 'http://www.w3.org/2000/svg', class: 'paradox-chart', width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': data.family, 'aria-labelledby': 't d' };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    const add = (tag, id, text) => { const element = document.createElementNS(attributes.xmlns, tag); if (id) element.id = id; element.textContent = text; svg.prepend(element); };
    if (styles) add('style', '', styles);
    add('desc', 'd', figure.querySelector('p.hidden').textContent);
    add('title', 't', figure.querySelector('figcaption .hidden').textContent);
    return { text: `${new XMLSerializer().serializeToString(svg)}\n`, width, height };
  };
  const fonts = () => document.querySelector('style').textContent.split('\n').filter((line) => line.startsWith('@font-face')).join('\n');
  const png = async (figure) => {
    const { text, width, height } = drawing(figure, fonts());
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = make('canvas', { width: width * 2, height: height * 2 });
    canvas.getContext('2d').drawImage(image, 0, 0, width * 2, height * 2);
    return new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  };
  for (const buttons of all('.save')) {
    buttons.hidden = false;
    const figure = buttons.closest('figure');
    const { stem } = figure.querySelector('.drawing').dataset;
    buttons.addEventListener('click', async (event) => {
      const { save: kind, table } = event.target.dataset;
      if (kind === 'svg') save(`${stem}.svg`, 'image/svg+xml', drawing(figure, fonts()).text);
      if (kind === 'png') save(`${stem}.png`, 'image/png', await png(figure));
      if (kind === 'csv') save(table.split('/').pop(), 'text/csv', file(table));
    });
  }

  // Links lead into folded parts; paper has no folds.
  const unfold = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', unfold);
  if (location.hash) unfold();
  document.addEventListener('click', (event) => { const link = event.target.closest?.('a[href^="#"]'); if (link && link.hash === location.hash) unfold(); });
  // Addresses to copy, and tables that do not fit can be reached by keyboard.
  for (const head of all('main :is(h2, h3, h4)')) {
    const part = head.closest('summary')?.parentElement;
    const id = part ? part.id : head.id;
    const link = make('a', { class: 'anchor', href: `#${id}`, 'aria-label': `Link to ${head.textContent}` }, '#');
    if (part) part.querySelector('.inside').prepend(link);
    else if (id) head.append(link);
  }
  const fit = () => {
    for (const box of all('.fit')) {
      const wide = box.scrollWidth > box.clientWidth + 1;
      for (const [name, value] of [['tabindex', 0], ['role', 'region'], ['aria-label', box.querySelector('caption')?.textContent ?? 'Table']]) {
        if (wide) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    }
  };
  new ResizeObserver(fit).observe(document.querySelector('main'));
  // Verdicts on paper are those at the study's margin, as its sentences are.
  const folded = [];
  let moved = margin;
  addEventListener('beforeprint', () => {
    for (const part of all('.outcome:not([open]), .comparison:not([open], .brief)')) { part.open = true; folded.push(part); }
    moved = margin;
    margin = data.margin;
    showVerdicts();
  });
  addEventListener('afterprint', () => {
    for (const part of folded.splice(0)) part.open = false;
    margin = moved;
    showVerdicts();
  });
  const outcomes = document.querySelector('.outcomes > h2');
  if (outcomes) {
    const button = make('button', { type: 'button', 'aria-pressed': 'false' }, 'Open all');
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-pressed') === 'false';
      for (const part of all('.outcome, .comparison')) part.open = open;
      button.setAttribute('aria-pressed', open);
      button.textContent = open ? 'Fold all' : 'Open all';
    });
    outcomes.after(make('p', { class: 'all' }, button));
  }
  if (matchMedia('(max-width:1023px)').matches) document.querySelector('.contents').open = false;
})();
