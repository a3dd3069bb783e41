package io.leeway.model.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelException;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.check.DryCall;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The process of a trial. */
final class TrialMain {
    /** No code of another end: a process that ends by itself has not passed. */
    static final int PASSED = 2;

    static final int REFUSED_CODE = 3;

    private static final int ORPHANED = 4;

    /** What it says before the reason; a model may print, too. */
    static final String REFUSED = "leeway-trial refused: ";

    private TrialMain() {}

    /** Ends the process by itself: threads of a model may run. */
    public static void main(String[] arguments) {
        // A trial does not outlive who asked for it.
        ProcessHandle.current().parent().ifPresent(asking -> asking.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(ORPHANED)));
        int code = PASSED;
        try {
            attempt(new ObjectMapper().readValue(System.in, TrialRequest.class));
        } catch (IOException | RuntimeException refused) {
            System.out.println(REFUSED + ModelException.firstLine(refused));
            code = REFUSED_CODE;
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static void attempt(TrialRequest request) {
        Path folder = Path.of(request.root());
        String name = request.model();
        SavedModel model = name == null
                ? SavedModel.load(folder, request.options())
                : SavedModel.load(new ModelLocation(name, request.version(), folder), request.options());
        ModelManifest manifest = model.manifest().orElse(null);
        Task task = request.options().task();
        if (manifest == null || task == null) {
            // What they answer is not known here, only that they end.
            model.signatures().values().forEach(signature -> DryCall.of(model, signature, request.rows()));
            return;
        }
        FeatureColumns columns = new FeatureColumns(task, manifest, request.rows());
        Map<String, TensorColumn> inputs = columns.inputs();
        model.predict(manifest.signature(), inputs, request.rows());
    }
}
