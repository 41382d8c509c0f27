/**
 * How Meta sends the insights of a story that has ended (Meta, Webhooks for Instagram, printed for v25.0). Meta sends
 * them once, about an hour after the end, and repeats for up to 36 hours what was not answered with 200.
 */
export const STORY_WEBHOOK = {
	/** What an app subscribes to, and the field of it. */
	object: 'instagram',
	field: 'story_insights',
	/** Meta sends nothing unless the Page of the account is subscribed too, to any field of a Page. */
	pageField: 'feed',
	/** Subscribing a Page takes this permission, beside those that reading insights takes. */
	permission: 'pages_manage_metadata',
	/** The field that holds the ID of the story. */
	idField: 'media_id',
	/** Stands in the place of a number below 5. */
	hidden: -1,
	/** Meta could not call the address back, or got another answer than it expects. Others have seen both codes. */
	callbackCodes: [2200, 2201],
	/** Meta does not take the token of the app: 190, error handling page; 101, no such app. */
	unknownAppCodes: [190, 101],
	/** The metric whose parts Meta still sends under the names that they had before December 2023. */
	splitMetric: 'navigation',
	splitBreakdown: 'story_navigation_action_type',
	/** The old name of each part, and the dimension that it is today. */
	parts: {
		taps_forward: 'tap_forward',
		taps_back: 'tap_back',
		exits: 'tap_exit',
		// Not in Meta's sample. A vendor lists it among what it receives.
		swipes_forward: 'swipe_forward',
	},
	/** The metrics of Meta's sample, in the order of the rows. */
	documented: ['reach', 'replies', 'navigation', 'impressions'],
} as const;
