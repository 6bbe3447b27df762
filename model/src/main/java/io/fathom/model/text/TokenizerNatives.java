package io.fathom.model.text;

/** Settings that the tokenizer library reads once, when its native part is loaded. What the user has set stays. */
final class TokenizerNatives {
    private TokenizerNatives() {}

    static void prepare() {
        // Or it asks the cloud's metadata service who we are, waits for the answer, and reports home.
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // Or it tries to download a CUDA build where it sees a GPU; tokenizing needs none.
        setUnlessSet("RUST_FLAVOR", "cpu");
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
