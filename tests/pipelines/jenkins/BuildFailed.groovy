/** What the step `error`, or a script that fails, ends a build with. */
class BuildFailed extends RuntimeException {

    BuildFailed(String message) {
        super(message)
    }

}
