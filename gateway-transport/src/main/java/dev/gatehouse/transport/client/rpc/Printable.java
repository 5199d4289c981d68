package dev.gatehouse.transport.client.rpc;

/** Foreign text made fit for a log line or a status: no control characters, bounded. */
public final class Printable {
    private Printable() {}

    /** At most {@code charsMax} characters of the text; whatever could move a cursor or forge a line is escaped. */
    public static String of(String foreign, int charsMax) {
        StringBuilder safe = new StringBuilder(Math.min(foreign.length(), charsMax) + 16);
        for (int i = 0; i < foreign.length() && i < charsMax; i++) {
            char c = foreign.charAt(i);
            if (isHarmless(c)) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return foreign.length() > charsMax ? safe.append("[…]").toString() : safe.toString();
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
