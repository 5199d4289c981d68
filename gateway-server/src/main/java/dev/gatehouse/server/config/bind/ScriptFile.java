package dev.gatehouse.server.config.bind;

/**
 * A script that the file names, as it was read: another text is another configuration.
 *
 * @param name its path as it is written
 */
public record ScriptFile(String name, String text) {
    @Override
    public String toString() {
        return name;
    }
}
