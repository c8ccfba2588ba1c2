/** The value of a custom property of the design system: `token('brand')`. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Web Chat's look, taken from the design system, so that both change together and dark mode is one place. */
export function styleOptions(avatarInitials: string): Record<string, unknown> {
  return {
    primaryFont: token('font'),
    accent: token('brand'),
    subtle: token('ink-soft'),
    backgroundColor: token('surface'),
    botAvatarInitials: avatarInitials,
    botAvatarBackgroundColor: token('brand'),
    avatarSize: 36,
    hideUploadButton: true,
    sendTimeout: 8000,
    bubbleBackground: token('surface-quiet'),
    bubbleTextColor: token('ink'),
    bubbleBorderWidth: 0,
    bubbleBorderRadius: 14,
    bubbleFromUserBackground: token('brand'),
    bubbleFromUserTextColor: token('on-brand'),
    bubbleFromUserBorderWidth: 0,
    bubbleFromUserBorderRadius: 14,
    bubbleMinHeight: 44,
    bubbleMaxWidth: 520,
    messageActivityWordBreak: 'keep-all',
    cardEmphasisBackgroundColor: token('surface-quiet'),
    cardPushButtonBackgroundColor: token('brand'),
    cardPushButtonTextColor: token('on-brand'),
    richCardWrapTitle: true,
    paddingRegular: 12,
    paddingWide: 16,
    sendBoxBackground: token('surface'),
    sendBoxTextColor: token('ink'),
    sendBoxPlaceholderColor: token('ink-soft'),
    sendBoxDisabledTextColor: token('ink-soft'),
    sendBoxButtonColor: token('brand'),
    sendBoxButtonColorOnHover: token('brand-strong'),
    sendBoxButtonColorOnFocus: token('brand-strong'),
    sendBoxButtonColorOnActive: token('brand-strong'),
    sendBoxButtonColorOnDisabled: token('ink-soft'),
    sendBoxButtonShadeColor: 'transparent',
    sendBoxButtonShadeColorOnHover: token('brand-soft'),
    sendBoxButtonShadeColorOnFocus: 'transparent',
    sendBoxButtonShadeColorOnActive: token('brand-soft'),
    sendBoxButtonShadeColorOnDisabled: 'transparent',
    sendBoxBorderTop: `1px solid ${token('line')}`,
    sendBoxHeight: 52,
    suggestedActionLayout: 'flow',
    suggestedActionsFlowMaxHeight: 190,
    suggestedActionBackgroundColor: token('surface'),
    suggestedActionBackgroundColorOnHover: token('brand-soft'),
    suggestedActionBackgroundColorOnActive: token('brand-soft'),
    suggestedActionBackgroundColorOnFocus: token('surface'),
    suggestedActionTextColor: token('brand'),
    suggestedActionTextColorOnHover: token('brand-strong'),
    suggestedActionTextColorOnFocus: token('brand'),
    suggestedActionTextColorOnActive: token('brand-strong'),
    suggestedActionBorderColor: token('line-strong'),
    suggestedActionBorderRadius: 22,
    suggestedActionBorderWidth: 1,
    suggestedActionHeight: 44,
    timestampColor: token('ink-soft'),
    groupTimestamp: 60_000,
    notificationText: token('ink-soft'),
    connectivityTextSize: 14,
    connectivityMarginLeftRight: 16,
    toasterHeight: 40,
    scrollToEndButtonFontSize: '0.875rem',
  };
}

/** The look of cards: the same letters and colours as the bubbles. */
export function cardHostConfig(): Record<string, unknown> {
  const colour = (name: string): object => ({ default: token(name), subtle: token('ink-soft') });
  const foregroundColors = {
    default: colour('ink'),
    dark: colour('ink'),
    light: colour('ink'),
    accent: colour('brand'),
    attention: colour('danger'),
    good: colour('ok'),
    warning: colour('warning'),
  };
  return {
    supportsInteractivity: true,
    fontFamily: token('font'),
    fontSizes: { small: 14, default: 16, medium: 16, large: 18, extraLarge: 20 },
    lineHeights: { small: 22, default: 25, medium: 25, large: 27, extraLarge: 28 },
    containerStyles: {
      default: { foregroundColors },
      emphasis: { backgroundColor: token('surface'), foregroundColors },
    },
    actions: {
      actionAlignment: 'stretch',
      actionsOrientation: 'vertical',
      buttonSpacing: 8,
      maxActions: 20,
      spacing: 'default',
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 110 },
      value: { weight: 'bolder', wrap: true },
      spacing: 12,
    },
    textBlock: { headingLevel: 2 },
  };
}
