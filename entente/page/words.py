"""The texts of the page's own interface, in English; their French is in the catalogue, like that of all others."""

from entente.i18n import N_

WORDS = {
    "page_title": N_("Entente: what makes a partnership run out of steam"),
    # What there is
    "scenario": N_("Situation"),
    "ways": N_("Ways to use this page"),
    "lessons": N_("Lessons"),
    "story": N_("Story"),
    "trace": N_("Trace of the session"),
    "help": N_("Help"),
    "close": N_("Close"),
    "to_teach": N_("To teach with"),
    "situations": N_("Situations"),
    "answer": N_("What the model shows"),
    "stage_label": N_("Network of the organisations"),
    "curve_label": N_("Mobilisation over time"),
    "wheel_label": N_("Wheel of the six conditions"),
    "gauges_label": N_("What the partnership lives on"),
    "told_label": N_("What is happening"),
    "transport": N_("Play"),
    # Time
    "play": N_("Play"),
    "pause": N_("Pause"),
    "step": N_("One week"),
    "restart": N_("Restart"),
    "week_shown": N_("Week shown"),
    "speed": N_("Speed"),
    "times": N_("× {number}"),
    "another": N_("Another life"),
    "undo": N_("Undo"),
    "at_start": N_("Start"),
    "year_and_week": N_("Year {year}, week {week}"),
    "year_number": N_("Year {number}"),
    "week": N_("Week"),
    # What is told
    "week_and_what": N_("Week {week}: {what}"),
    "not_begun": N_("The partnership is about to begin."),
    "at_stage": N_("Week {week}: at work on “{stage}”"),
    "status": N_("{when}. Mobilisation: {mobilisation}. {now}"),
    "unlike_scenario": N_("Unlike the situation: {changes}"),
    "between_changes": N_("; "),
    "from_week": N_("{what} (from week {week})"),
    "name_and_value": N_("{name}: {value}"),
    "without": N_("without “{what}”"),
    "none": N_("none"),
    "mobilisation_lived": N_("this life"),
    "this_life": N_("This life"),
    "before_change": N_("without the change"),
    "with_change": N_("with the change"),
    "side_a": N_("A: {what}"),
    "side_b": N_("B: {what}"),
    "difference_lower": N_(
        "From week {week} on, mobilisation is {points} points lower on average; it is lower in {count} of {pairs}"
        " pairs of lives with the same accidents."
    ),
    "difference_higher": N_(
        "From week {week} on, mobilisation is {points} points higher on average; it is higher in {count} of "
        "{pairs} pairs of lives with the same accidents."
    ),
    "no_difference": N_("In {pairs} pairs of lives with the same accidents, it changes nothing."),
    # What if
    "whatif": N_("What if…"),
    "whatif_from": N_("What if, from week {week}…"),
    "whatif_start": N_("What if, from the start…"),
    "whatif_events": N_("…this happened"),
    "whatif_ways": N_("…they decided otherwise"),
    "whatif_knobs": N_("…this were stronger or weaker"),
    "as_in_scenario": N_("None"),
    "add_lever": N_("Add an action"),
    "choose": N_("Choose…"),
    "advice_do": N_("To do"),
    "advice_keep": N_("To keep"),
    "advice_avoid": N_("To avoid"),
    "why": N_("Why?"),
    "twin": N_("Twin"),
    "side_by_side": N_("A | B"),
    "numbers": N_("Numbers"),
    "weeks_lived": N_("Weeks"),
    # Plans, and money
    "plans": N_("Plans to discuss"),
    "plans_futures": N_(
        "Shares of futures come from the search: other turnover, other events, other rules. Here a plan is lived in"
        " the situation as it is stated, with other accidents."
    ),
    "live_plan": N_("Live {name}"),
    "beside_plan": N_("{name} beside (B)"),
    "money": N_("Money"),
    "plan_named": N_("plan {name}"),
    "money_and_hours": N_("Dollars and hours"),
    "money_posts": N_("Posts, $"),
    "money_levers": N_("Actions, $"),
    "money_other": N_("Other, $"),
    "money_total": N_("To find, $"),
    "money_hours": N_("Hours in kind"),
    "money_inkind": N_("Worth, $"),
    "money_counts": N_(
        "Posts at full cost, whatever they do; hours in kind that the partners free, at {rate} $ an hour, are no"
        " dollars to find."
    ),
    # The wheel
    "answers": N_("Answers"),
    "gauge_staffing": N_("Staff in post"),
    "gauge_trust": N_("Trust"),
    "gauge_motivation": N_("Motivation"),
    "gauge_fatigue": N_("Fatigue"),
    "mobilisation": N_("Mobilisation"),
    # One organisation
    "standing_0": N_("Not approached yet"),
    "standing_1": N_("Approached"),
    "standing_2": N_("Partner"),
    "standing_3": N_("Active partner"),
    "standing_4": N_("Has left"),
    "gives_hours": N_("Gives {hours} hours this week, of {most} that it could."),
    "pulls": N_("What pulls it"),
    "holds": N_("What holds it back"),
    "stays_away": N_("It takes no part for three months"),
    "away": N_("{who} takes no part for three months"),
    # Lessons
    "step_of": N_("step {number} of {all}"),
    "minutes": N_("{count} min"),
    "back": N_("Back"),
    "next": N_("Next"),
    "notes": N_("Speaker's notes"),
    "print_notes": N_("Print the notes"),
    "end_lesson": N_("Leave the lesson"),
    "step_story": N_("Story"),
    "step_ask": N_("Your bet"),
    "step_play": N_("Watch"),
    "step_reveal": N_("What came of the bets"),
    "step_change": N_("Change one thing"),
    "step_compare": N_("Side by side"),
    "step_role": N_("You are one organisation"),
    "step_debrief": N_("Debrief"),
    "step_limits": N_("What the model says, and cannot say"),
    "play_until": N_("Play until week {week}"),
    "play_to_end": N_("Play to the end"),
    "bet_hands": N_("Count the hands, and type how many."),
    "bet_draw": N_("Draw the rest of the curve with the mouse or a finger, or type the levels."),
    "bet_another": N_("Another curve"),
    "bet_erase": N_("Erase this curve"),
    "week_number": N_("week {week}"),
    "one_hand": N_("1 hand"),
    "hands": N_("{count} hands"),
    "lives_of": N_("{count} of {all} lives"),
    "results_hint": N_("Violet: the hands. Blue: the lives, of 200, in which the sentence comes true."),
    "curves_drawn": N_("The curves that you drew are over the one that was lived."),
    "curves_count": N_("{count} curves drawn"),
    "cannot_say": N_("What it cannot say"),
    "debrief_description": N_("What happened? Facts only"),
    "debrief_feelings": N_("What did one feel?"),
    "debrief_analysis": N_("Why?"),
    "debrief_transfer": N_("And with us?"),
    "debrief_action": N_("Within thirty days"),
    "print_questions": N_("Print the questions"),
    "keep_debrief": N_("To keep from the debrief (no names of persons)"),
    "keep_limits": N_("What the room says that the model lacks"),
    "table_is": N_("Table {number}: {name}"),
    "table_decides": N_("For the next {weeks} weeks:"),
    "table_comes": N_("it comes"),
    "table_stays": N_("it sits out"),
    "tables_away": N_("{count} of {all} tables sit out."),
    "notes_of": N_("Notes: {title}"),
    "then": N_("Then"),
    "passed_of": N_("{passed} min passed, {planned} planned until the end of this step"),
    "from_to": N_("(minutes {from} to {to})"),
    # The trace
    "trace_print": N_("Print"),
    "trace_save": N_("Keep as a page"),
    "trace_file": N_("entente-trace"),
    "trace_made": N_("seed {seed}, Entente {version}, rules {rules}"),
    "trace_bets": N_("What was bet, and what came of it"),
    "trace_tried": N_("What was tried"),
    "trace_debrief": N_("What was kept from the debrief"),
    "trace_limits": N_("What the model lacks, as the room says"),
    "trace_beside": N_("beside: {what}"),
    "trace_settings": N_("Keep the settings {file}"),
    # Help
    "help_thinking": N_(
        "This page lives a model of a partnership, here and now: it is for thinking together, not for predicting,"
        " ranking or judging anybody."
    ),
    "help_stage": N_(
        "On the stage, each circle is an organisation: the larger, the more it gives this week; the lighter, the "
        "more motivated. A ring shows who leads, broken while nobody is in post. Lines are mutual trust. Who left"
        " is hollow."
    ),
    "help_curve": N_(
        "The curve is mobilisation: what partners give of what they could. The dotted line is what the stage of "
        "the work calls for. The pale band holds nine in ten of 200 other lives of the same partnership, with "
        "other accidents."
    ),
    "help_wheel": N_(
        "The wheel shows, for each condition, what share of the partners would answer A (dark), B or C, as the "
        "model has it. In the diagnostic tool, partners answer for themselves."
    ),
    "help_pairs": N_("A change is lived on the same accidents as before: what differs comes from the change alone."),
    "keys": N_("Keys"),
    "key_play": N_("play or pause"),
    "key_arrows": N_("one week back or on"),
    "key_restart": N_("restart"),
    "key_another": N_("another life"),
    "key_whatif": N_("what if"),
    "key_side": N_("A | B"),
    "key_twin": N_("the twin"),
    "key_language": N_("the other language"),
    "key_undo": N_("undo"),
    "key_help": N_("this help"),
    "key_close": N_("close"),
    "keys_on": N_("Keys act without Ctrl"),
    "made_with": N_("Made with Entente {version}"),
}
