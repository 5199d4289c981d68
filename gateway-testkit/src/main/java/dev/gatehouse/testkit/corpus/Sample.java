package dev.gatehouse.testkit.corpus;

/**
 * One labelled text.
 *
 * @param label the type that should be found; {@code -} where none should, and {@code -sql} where none should among statements
 * @param isHeldBack whether no rule was made with a look at it
 */
public record Sample(String label, String text, boolean isHeldBack) {
    static final String HARMLESS = "-";

    public boolean isHarmless() {
        return label.startsWith(HARMLESS);
    }
}
