/**
 * Asks a fresh deployment what its users would ask, and fails the build unless it may get
 * traffic. What it takes is told in switchgate.txt, beside this file.
 *
 * Every value travels in the environment: no text of a shell is put together here.
 */
void call(Map given = [:]) {
    Map settings = checked(given)
    int status = 3
    withEnv(environment(settings)) {
        status = sh(label: 'Ask the gate', returnStatus: true, script: libraryResource('switchgate/gate.sh'))
    }
    publish(settings.folder)
    if (status != 0) {
        String verdict = status == 1 ? 'closed' : 'undecided'
        error("switchgate: the gate is ${verdict} (exit code ${status}); traffic stays where it is")
    }
}

/* The reports come first: they are there also when the build fails for the verdict. */
void publish(String folder) {
    String results = "${folder}/junit.xml"
    if (fileExists(results)) {
        junit(testResults: results, allowEmptyResults: false, skipMarkingBuildUnstable: true)
    }
    archiveArtifacts(artifacts: "${folder}/*", allowEmptyArchive: true)
}

Map checked(Map given) {
    Map settings = [
        candidate: '', live: '', suites: '', baseline: '', profile: '', arguments: '',
        reports: 'junit sarif', folder: 'switchgate-reports', program: 'switchgate',
    ]
    for (name in given.keySet()) {
        if (!settings.containsKey(name)) {
            error("switchgate: expected one of ${settings.keySet().join(', ')}, found '${name}'")
        }
        settings[name] = given[name]
    }
    if (!settings.candidate) {
        error("switchgate: 'candidate' is empty: give the URL of the side under test; " +
            'does the stage that deploys hand it on?')
    }
    return settings
}

List<String> environment(Map settings) {
    List<String> variables = []
    for (name in settings.keySet()) {
        Object value = settings[name]
        variables.add("GATE_${name.toUpperCase()}=${value in List ? value.join('\n') : value ?: ''}".toString())
    }
    return variables
}
