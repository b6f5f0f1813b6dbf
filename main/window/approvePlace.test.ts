import { beforeEach, describe, expect, it } from 'vitest';
import { ApprovePlace, type PlacedView, type PlacedWindow } from './approvePlace.ts';

const slot = { x: 900, y: 300, width: 340, height: 164 };
let focused: 'panels' | 'approve';
let zoom: number;
let nowMs: number;
let view: PlacedView;
let place: ApprovePlace;

beforeEach(() => {
  focused = 'panels';
  zoom = 1;
  nowMs = 0;
  let visible = false;
  let bounds = { x: 0, y: 0, width: 0, height: 0 };
  const page = (name: typeof focused) => ({
    focus: () => {
      focused = name;
    },
    isFocused: () => focused === name,
  });
  const window: PlacedWindow = {
    webContents: { ...page('panels'), getZoomFactor: () => zoom },
    getContentSize: () => [1280, 800],
  };
  view = {
    webContents: { ...page('approve'), setZoomFactor: () => undefined },
    setBounds: (next) => {
      bounds = next;
    },
    getBounds: () => bounds,
    setVisible: (next) => {
      visible = next;
    },
    getVisible: () => visible,
  };
  place = new ApprovePlace(window, view, () => nowMs);
});

describe('the place of the approve view', () => {
  it('is in pixels of the window, inside it, and says whether it changed', () => {
    zoom = 1.25;
    expect(place.lay(slot)).toBe(true);
    expect(view.getBounds()).toEqual({ x: 1125, y: 375, width: 155, height: 205 });
    expect(place.lay(slot)).toBe(false);
    expect(place.lay(null)).toBe(true);
  });

  it('is nowhere where the card would not be read whole', () => {
    place.lay({ ...slot, height: 119 });
    expect(view.getVisible()).toBe(false);
  });

  it('gets the keyboard and gives it back', () => {
    place.lay(slot);
    expect(place.switchPage()).toBe(true);
    expect(focused).toBe('approve');
    expect(place.switchPage()).toBe(true);
    expect(focused).toBe('panels');
  });

  it('loses the keyboard when it goes out of sight', () => {
    place.lay(slot);
    place.switchPage();
    place.lay(null);
    expect(focused).toBe('panels');
  });

  it('gets the keyboard as it comes into sight only if that was just asked for, and once', () => {
    expect(place.switchPage()).toBe(false);
    expect(focused).toBe('panels');
    nowMs = 900;
    place.lay(slot);
    expect(focused).toBe('approve');
    place.lay(null);
    place.lay(slot);
    expect(focused).toBe('panels');
    place.lay(null);
    place.switchPage();
    nowMs = 2_000;
    place.lay(slot);
    expect(focused).toBe('panels');
  });
});
