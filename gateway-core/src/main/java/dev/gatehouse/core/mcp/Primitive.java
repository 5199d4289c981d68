package dev.gatehouse.core.mcp;

/** What a server can offer: the four lists of the specification, and the words each of them uses. */
public enum Primitive {
    TOOL("tools/list", "tools", "name"),
    PROMPT("prompts/list", "prompts", "name"),
    RESOURCE("resources/list", "resources", "uri"),
    TEMPLATE("resources/templates/list", "resourceTemplates", "uriTemplate");

    private final String listMethod;
    private final String listMember;
    private final String key;

    Primitive(String listMethod, String listMember, String key) {
        this.listMethod = listMethod;
        this.listMember = listMember;
        this.key = key;
    }

    public String listMethod() {
        return listMethod;
    }

    /** The member of a list's result that holds the entries. */
    public String listMember() {
        return listMember;
    }

    /** The member of an entry that tells it from the others. */
    public String key() {
        return key;
    }
}
