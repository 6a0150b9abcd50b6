// Keeps the focus when the element that has it goes or is turned off: it moves to the place around it. Without that
// whoever works by keyboard or screen reader would have to begin at the top of the page.
import { useEffect } from 'react';

/** Attributes that mark a place: it takes the focus when an element within it had it, and goes or is turned off. */
export const place = { tabIndex: -1, 'data-place': '' } as const;

/** Used once, for all pages. Where no place is marked around the element, the focus goes to the content of the page. */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
      around = placesAround(last);
    };
    const leave = (): void => {
      // If the element can still be used, the person left it themselves, and there is nothing to keep. When the whole
      // window is left, the element stays the active one.
      queueMicrotask(() => {
        if (last !== null && last !== document.activeElement && isUsable(last)) last = null;
      });
    };
    const move = (): void => {
      if (last === null || isUsable(last)) return;
      if (document.activeElement !== document.body && document.activeElement !== last) return;
      const to = around.find(isUsable) ?? document.querySelector<HTMLElement>('main');
      last = null;
      if (to === null) return;
      to.tabIndex = -1;
      to.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(move);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', leave);
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', leave);
    };
  }, []);
}

function isUsable(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

/** The innermost first. */
function placesAround(element: Element | null): readonly HTMLElement[] {
  const nearest = element?.closest<HTMLElement>('[data-place]') ?? null;
  return nearest === null ? [] : [nearest, ...placesAround(nearest.parentElement)];
}
