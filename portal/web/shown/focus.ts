// Whoever works by keyboard, or listens, stays where they were when what they used goes: the focus goes to the place
// around it, and not to nothing.
import { useEffect } from 'react';

/** For what takes the focus when something within it had the focus, and goes or is turned off. */
export const place = { tabIndex: -1, 'data-place': '' } as const;

/** For the whole page, once. Where no place is marked around what went, it is the page's content. */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
      around = placesAround(last);
    };
    const leave = (): void => {
      // Somebody left it by themselves; what had the focus when the window was left has it still.
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

/** From the inside out. */
function placesAround(element: Element | null): readonly HTMLElement[] {
  const nearest = element?.closest<HTMLElement>('[data-place]') ?? null;
  return nearest === null ? [] : [nearest, ...placesAround(nearest.parentElement)];
}
