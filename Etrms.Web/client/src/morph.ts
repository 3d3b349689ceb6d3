/** Makes one element like another while keeping the nodes that stay, so that focus, open details and typed text survive. */
export function morph(from: Element, to: Element): void {
  copyAttributes(from, to);
  const held = from.matches('tbody, ul') && (from.matches(':hover') || from.contains(document.activeElement));
  const kept = new Map<string, Element>();
  for (const child of from.children) {
    const key = child.getAttribute('data-key');
    if (key) {
      kept.set(key, child);
    }
  }

  if (kept.size > 0 && held) {
    morphHeld(from, to, kept);
    return;
  }

  let at: Node | null = from.firstChild;
  for (const next of [...to.childNodes]) {
    const key = next instanceof Element ? next.getAttribute('data-key') : null;
    const match = (key ? kept.get(key) : undefined) ?? (at && !hasKey(at) && isSameKind(at, next) ? at : undefined);
    if (!match) {
      from.insertBefore(document.importNode(next, true), at);
      continue;
    }

    if (match === at) {
      at = at.nextSibling;
    } else {
      from.insertBefore(match, at);
    }

    morphNode(match, next);
  }

  removeFrom(at);
}

/** Under the pointer or the focus rows keep their order; gone ones go, new ones come at the end. */
function morphHeld(from: Element, to: Element, kept: Map<string, Element>): void {
  for (const next of to.children) {
    const key = next.getAttribute('data-key') ?? '';
    const match = kept.get(key);
    kept.delete(key);
    if (match) {
      morph(match, next);
    } else {
      from.append(document.importNode(next, true));
    }
  }

  for (const gone of kept.values()) {
    gone.remove();
  }
}

function morphNode(match: Node, next: Node): void {
  if (match instanceof Element && next instanceof Element) {
    morph(match, next);
  } else if (match.nodeValue !== next.nodeValue) {
    match.nodeValue = next.nodeValue;
  }
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !(from instanceof HTMLInputElement && name === 'value')) {
      from.setAttribute(name, value);
    }
  }

  if (from.hasAttribute('data-keeps')) {
    // What a script added, such as a role with its values; taking the tabindex away would take the focus away too.
    return;
  }

  const open = from instanceof HTMLDetailsElement;
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !(open && name === 'open')) {
      from.removeAttribute(name);
    }
  }
}

function isSameKind(a: Node, b: Node): boolean {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName;
}

function hasKey(node: Node): boolean {
  return node instanceof Element && node.hasAttribute('data-key');
}

function removeFrom(start: Node | null): void {
  for (let node = start; node; ) {
    const following = node.nextSibling;
    node.parentNode?.removeChild(node);
    node = following;
  }
}
