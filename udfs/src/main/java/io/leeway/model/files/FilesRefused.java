package io.leeway.model.files;

import java.io.IOException;

/** A folder that is not read to its end; the message is a line "expected …, found …; advice". */
public final class FilesRefused extends IOException {
    private static final long serialVersionUID = 1L;

    FilesRefused(String expected, String found, String advice) {
        super("expected " + expected + ", found " + found + "; " + advice);
    }
}
